"""The simple recurrent network in NumPy: forward pass, backpropagation through time, gradient check, initialisers.

Keras is used to compare with, nothing else.
"""
