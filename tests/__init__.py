"""The tests: their folders mirror the product's; tests/house/ holds the rules of the house."""
