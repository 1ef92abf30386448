"""Who renders: this process, several of this machine, or a Dask cluster, behind the interface of `concurrent.futures`."""
