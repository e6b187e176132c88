"""What the frame of every page needs to know of the person looking at it."""


def navigation(request) -> dict:
    return {"navigation": []}
