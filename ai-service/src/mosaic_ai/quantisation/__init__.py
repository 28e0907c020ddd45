"""Static int8 versions of the models, and what they lose."""
