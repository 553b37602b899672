"""The page of documents: the files of watched folders, and what became of each."""
