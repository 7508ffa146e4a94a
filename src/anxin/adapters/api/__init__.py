"""The machine interface (机器接口) under /api/v1/."""
