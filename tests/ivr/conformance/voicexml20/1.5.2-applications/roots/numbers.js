var seven = 7;
