"""Documents for carrying out a contract: one YAML file in, Word, PDF and web page out.

The package's rooms, and who may call whom, stand in ARCHITECTURE.md; the first file to read is `pipeline.py`.
"""

__version__ = "0.1.0"
