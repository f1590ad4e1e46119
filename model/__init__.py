"""Adoption of CSR as the theory implies it: states, draws, structure, scores, explanations."""
