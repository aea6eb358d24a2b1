"""What `./tmac` does before the product can run: standard library only."""
