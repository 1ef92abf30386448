"""Contract files from what there is: answers, registers, award notices, other contracts; and the folder that they lie in."""
