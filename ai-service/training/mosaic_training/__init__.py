"""Renders pictures with number plates and trains the AI service's own plate models on them."""
