"""The encoder of a name: the bundled model, a folder, or a sentence-transformers model of the hub."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from corpus.errors import ModelUnavailable
from index.encoders.files import is_model_folder
from index.encoders.hub import is_hub_name, offline, reason
from index.encoders.static import Progress, StaticEncoder
from index.types import Encoder

BUNDLED = "hoidap-vi-en"
"""The name of the model that travels with the code."""


def load_encoder(name_or_folder: str | None, *, progress: Progress | None = None) -> Encoder:
    """The encoder ``name_or_folder`` stands for; None or ``BUNDLED`` is the bundled one, loaded without torch.

    A folder never leads to a network request; a hub name does only when it is not in the local cache and
    ``HF_HUB_OFFLINE`` is not set. ``progress`` is called with (encoded, all) while passages are encoded.
    Raises ModelUnavailable.
    """
    if name_or_folder is None or name_or_folder == BUNDLED:
        return _static(bundled_folder(), BUNDLED, progress)
    folder = Path(name_or_folder).expanduser()
    if folder.is_dir():
        if not is_model_folder(folder):
            raise ModelUnavailable(
                f"thư mục {name_or_folder!r} không phải là một mô hình sentence-transformers (thiếu modules.json và "
                "config.json); hãy chỉ vào thư mục chứa mô hình",
                f"the folder {name_or_folder!r} is not a sentence-transformers model (it has neither modules.json nor "
                "config.json); name the folder that holds the model",
            )
        name = str(folder.resolve())
        return _static(folder, name, progress) if StaticEncoder.supports(folder) else _transformer(name, name, progress)
    if not is_hub_name(name_or_folder):
        raise ModelUnavailable(
            f"không có mô hình ở {name_or_folder!r}; hãy kiểm tra đường dẫn, hoặc bỏ --model để dùng mô hình đi kèm",
            f"there is no model at {name_or_folder!r}; check the path, or leave out --model to use the bundled model",
        )
    return _transformer(name_or_folder, None, progress)


def bundled_folder() -> Path:
    """Where the bundled model lies."""
    return Path(str(resources.files("index"))) / "model"


def _static(folder: Path, name: str, progress: Progress | None) -> StaticEncoder:
    try:
        return StaticEncoder(folder, name, progress)
    except Exception as exc:  # the tokenizer library raises bare Exception for a damaged file
        raise _damaged(name, exc) from exc


def _transformer(name: str, folder: str | None, progress: Progress | None) -> Encoder:
    from sentence_transformers import SentenceTransformer

    from index.encoders.transformer import TransformerEncoder

    try:
        try:
            model = SentenceTransformer(folder or name, device="cpu", local_files_only=True)
        except Exception:
            if folder or offline():
                raise
            model = SentenceTransformer(name, device="cpu")
        return TransformerEncoder(model, name, Path(folder) if folder else _cached_folder(name), progress)
    except Exception as exc:  # every layer below has errors of its own: hub, network, torch, tokenizers, json
        if folder:
            raise _damaged(name, exc) from exc
        raise ModelUnavailable(
            f"mô hình {name!r} chưa có trên máy này và không tải về được; hãy nối mạng rồi thử lại, hoặc chép mô hình "
            "sang và dùng --model THƯ_MỤC",
            f"the model {name!r} is not on this machine and could not be downloaded; connect and try again, or copy "
            "the model here and use --model FOLDER",
        ) from exc


def _cached_folder(name: str) -> Path:
    """Where the hub's cache holds the model's files."""
    from huggingface_hub import snapshot_download

    folder = name if "/" in name else f"sentence-transformers/{name}"
    return Path(snapshot_download(folder, local_files_only=True))


def _damaged(name: str, exc: Exception) -> ModelUnavailable:
    why = reason(exc)
    return ModelUnavailable(
        f"không nạp được mô hình {name!r} ({why}); hãy chép hoặc cài lại mô hình, hoặc chọn mô hình khác với --model",
        f"the model {name!r} cannot be loaded ({why}); copy or install it again, or choose another with --model",
    )
