"""Lists of words, one file per question; people edit the files, `lists.py` reads them."""
