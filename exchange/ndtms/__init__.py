"""The national data set of drug and alcohol treatment in England (NDTMS): its tables, what leaves, and what comes in."""
