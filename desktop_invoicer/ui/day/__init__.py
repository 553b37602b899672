"""The day close page: what the store's day came to, what is not sent, and its signing off."""
