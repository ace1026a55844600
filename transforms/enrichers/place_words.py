"""Names that a town bears somewhere, while a text means something else: seas, rivers, mountains, planets, parts of the world.

They have no country. Whatever else is no place at all is left to who finds the mentions.
"""

from __future__ import annotations

from transforms.enrichers.place_keys import key

_WORDS = """
Middle East | Near East | Far East | Orient | Balkan | Balkans | Scandinavia | Caucasus | Caribbean | Levant | Maghreb
Sahel | Sahara
Atlantic | Pacific | Mediterranean | Baltic | Black Sea | Red Sea | North Sea | Caspian | Arctic | Antarctic
Adriatic | Aegean | Indian Ocean
Amazon | Nile | Danube | Rhine | Rhone | Seine | Thames | Volga | Mississippi River | Ganges | Yangtze | Mekong
Euphrates | Tigris | Dnieper
Alps | Himalaya | Himalayas | Andes | Everest | Carpathians | Pyrenees | Rockies | Urals | Appalachia
Earth | Moon | Mars | Venus | Jupiter | Saturn | Mercury | Sun | World | West | East | North | South | the West
Western
White House | Kremlin | Capitol | Capitol Hill | Wall Street | Downing Street | Pentagon | Broadway | Congress
Parliament | Union | Republic
Soviet Union | Yugoslavia | Czechoslovakia | Eastern Europe | Western Europe | Central Europe | Latin America
Central America | Central Asia
European Union | Commonwealth | Gulf | Persian Gulf | Silicon Valley | Bermuda Triangle | Internet | Paradise | Heaven
Hell
Naher Osten | Nahost | Balkan | Skandinavien | Kaukasus | Karibik | Rhein | Donau | Elbe | Oder | Alpen | Nordsee
Ostsee | Mittelmeer | Schwarzes Meer
Atlantik | Pazifik | Erde | Mond | Osten | Westen | Norden | Süden | Sowjetunion | Jugoslawien | Bundestag | Elysée
Élysée | Matignon
Moyen-Orient | Proche-Orient | Balkans | Caucase | Caraïbes | Rhône | Loire | Alpes | Pyrénées | Méditerranée
Atlantique | Terre | Lune
Oriente Medio | Oriente Próximo | Balcanes | Cáucaso | Caribe | Amazonas | Mediterráneo | Atlántico | Pacífico
Tierra | Luna | La Moncloa
Oriente Médio | Balcãs | Amazônia | Atlântico | Pacífico | Terra | Lua | Planalto | Medio Oriente | Balcani
Mediterraneo | Alpi | Quirinale
Bliski Wschód | Bałkany | Kaukaz | Bałtyk | Wisła | Odra | Ren | Dunaj | Ziemia | Sejm | Ortadoğu | Balkanlar
Kafkasya | Akdeniz | Karadeniz
Ближний Восток | Балканы | Кавказ | Волга | Дон | Днепр | Кремль | Земля | Луна | Запад | Восток
中東 | 中东 | バルカン | 地球 | 月 | 太平洋 | 大西洋 | 地中海 | 白宫 | ホワイトハウス
"""

NOT_PLACES = frozenset(key(word) for line in _WORDS.splitlines() for word in line.split(" | ") if word.strip())
