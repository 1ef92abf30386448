"""What comes on which slide or page, and where: cut and fitted to the template. For `slides` and both PDF engines."""
