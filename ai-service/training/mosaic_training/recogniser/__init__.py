"""The plate recogniser: its pictures, its network, its training."""
