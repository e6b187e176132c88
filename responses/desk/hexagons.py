"""Where each territorial force stands on a map of hexagons: roughly where it is, each as large as any other.

The layout is our own. Odd rows are shifted by half a hexagon to the right. A short name has one or two lines.
"""

from typing import NamedTuple


class Place(NamedTuple):
    column: int
    row: int
    name: str  # "Thames|Valley": the lines of it


# Westernmost first, a row of the map a line.
_ROWS = (
    "5 northumbria-police Northum-|bria",
    "4 cumbria-constabulary Cumbria, 5 durham-constabulary Durham",
    "4 lancashire-constabulary Lancs, 5 north-yorkshire-police North|Yorks, 6 cleveland-police Cleve-|land",
    "3 merseyside-police Mersey-|side, 4 greater-manchester-police Greater|Manch., 5 west-yorkshire-police West|Yorks,"
    " 6 south-yorkshire-police South|Yorks, 7 humberside-police Humber-|side",
    "2 north-wales-police North|Wales, 3 cheshire-constabulary Cheshire, 4 staffordshire-police Staffs,"
    " 5 derbyshire-constabulary Derbys, 6 nottinghamshire-police Notts, 7 lincolnshire-police Lincs",
    "1 dyfed-powys-police Dyfed-|Powys, 2 west-mercia-police West|Mercia, 3 west-midlands-police West|Mids,"
    " 4 warwickshire-police Warks, 5 leicestershire-police Leics, 6 cambridgeshire-constabulary Cambs,"
    " 7 norfolk-constabulary Norfolk",
    "1 south-wales-police South|Wales, 2 gwent-police Gwent, 3 gloucestershire-constabulary Glos,"
    " 4 thames-valley-police Thames|Valley, 5 northamptonshire-police North-|ants, 6 bedfordshire-police Beds,"
    " 7 suffolk-constabulary Suffolk",
    "2 avon-and-somerset-police Avon &|Som., 3 wiltshire-police Wilts, 4 metropolitan-police-service Met,"
    " 5 hertfordshire-constabulary Herts, 6 essex-police Essex",
    "2 devon-and-cornwall-police Devon &|Corn., 3 dorset-police Dorset, 4 surrey-police Surrey,"
    " 5 city-of-london-police City of|London, 6 kent-police Kent",
    "3 hampshire-and-isle-of-wight-constabulary Hants|& IoW, 4 sussex-police Sussex",
)
PLACES: dict[str, Place] = {
    slug: Place(int(column), row, name)
    for row, places in enumerate(_ROWS)
    for column, slug, name in (place.split(maxsplit=2) for place in places.split(", "))
}
