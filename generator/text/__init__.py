"""From content, catalogs and components to the document tree, in any language."""
