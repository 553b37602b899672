"""The window. All that knows Qt lives here, and nothing here decides: rules are the domain's and the engine's."""
