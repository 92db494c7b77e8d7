"""The network: forward, back, and the checks on both, in NumPy. Keras only to compare with."""
