"""Bank files (银行流水、代发结果) read into transfers with their outcome; every bank's layout is its own small adapter."""
