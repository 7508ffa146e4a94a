"""OneBot v11: the robot in the QQ groups of employers (规范企业用工QQ群)."""
