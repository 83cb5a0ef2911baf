"""Outside libraries and data files of accounts, one each."""
