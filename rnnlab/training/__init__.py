"""Training: data sets, optimisers, the training loop, its progress bar, and `fit` on top of them."""
