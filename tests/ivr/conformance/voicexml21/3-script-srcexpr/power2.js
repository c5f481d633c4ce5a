function power(x) { return x * x * 2; }
