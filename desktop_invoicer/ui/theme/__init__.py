"""How the window looks: colours, type, sizes and icons, from one set of tokens."""
