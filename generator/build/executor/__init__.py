"""Who does the work: this process, several processes, or a Dask cluster."""
