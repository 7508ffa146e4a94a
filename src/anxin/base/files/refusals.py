"""Why a file is not taken in, in Chinese, each with its remedy."""

from __future__ import annotations

from anxin.kernel.outcome import BadInput, Fault


def _refuse(code: str, name: str, what: str, remedy: str) -> BadInput:
    return BadInput(code, f"文件“{name}”没有接收：{what}。{remedy}", [Fault(name, what, remedy)])


def refuse_empty(name: str) -> BadInput:
    """The file has no content."""
    return _refuse("file_empty", name, "文件是空的", "请检查后重新选择文件")


def refuse_unknown(name: str) -> BadInput:
    """The content is none of the kinds we read."""
    return _refuse("file_unknown", name, "看不出是哪一种文件", "可上传照片、录音、视频、PDF、Word、Excel、CSV 和文本")


def refuse_damaged(name: str) -> BadInput:
    """The archive inside cannot be opened."""
    return _refuse("file_damaged", name, "文件已损坏，打不开", "请在电脑上用 WPS 或 Excel 打开并另存后再上传")


def refuse_large(name: str, limit_mb: int) -> BadInput:
    """The file is larger than the deployment takes."""
    return _refuse(
        "file_too_large",
        name,
        f"超过单个文件上限 {limit_mb} MB",
        "请按月份或工作表拆分后分别上传，或请系统管理员调高上限",
    )


def refuse_bomb(name: str, what: str) -> BadInput:
    """The archive would unpack to something that was never meant to be read."""
    return _refuse("file_bomb", name, what, "为安全起见不予打开；请删去空白行列、另存为新文件后再上传")


def refuse_kind(name: str, kind: str, wanted: str) -> BadInput:
    """The file is sound, but not of a kind wanted here."""
    return _refuse("file_kind", name, f"实际内容是 {kind} 类型，这里需要 {wanted}", "请另存为需要的格式后再上传")


def refuse_quarantined(name: str, reason: str) -> BadInput:
    """The same content was set aside before."""
    return _refuse("file_quarantined", name, f"该文件已被隔离（{reason}）", "请联系安全管理员")


def refuse_removed() -> BadInput:
    """A file that somebody wants to use now was uploaded so long ago that it is gone."""
    what, remedy = "上传后过了很久没有提交，已按保存期限清除", "请重新上传后再提交"
    return BadInput("file_gone", f"附件{what}，{remedy}。", [Fault("附件", what, remedy)])


def refuse_disk_full(name: str) -> BadInput:
    """The disk of the server is full; nothing of the file was kept."""
    return _refuse(
        "disk_full", name, "服务器磁盘已满，文件没有保存", "请联系系统管理员清理磁盘后重新上传；此前的数据不受影响"
    )
