"""How far the model can be trusted: its predictions judged by coded outcomes, beside plain contestants."""
