"""What makes a drawn page readable to a machine and to somebody who cannot see it.

`tree` is the structure, `canvas` ties what is drawn to it, `flowables` are the parts that tag
themselves, `write` puts the tree into the file, `archive` says what PDF/A-3a and PDF/UA-1 ask of
the whole. docs/documents.md tells what they promise.
"""
