"""Documents as they will be, on a local web page that follows every change. Called by `realisera preview`."""
