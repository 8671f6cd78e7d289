"""Invented people and companies. Numbers are from ranges that countries keep for fiction."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from unicodedata import normalize

from leads.intake import Person


@dataclass(frozen=True)
class Country:
    """Where somebody asks from. `phones` are the fictional ranges: a pattern and its size."""

    code: str
    first: str
    last: str
    companies: str
    cities: str
    phones: tuple[tuple[str, int], ...] = ()


GERMANY = Country(
    "DE",
    "Karla Jonas Mei Heike Torsten Anke Sven Birgit Emre Lena Holger Uta Niklas Petra Aylin Kai",
    "Brandt Vogt Lindner Petersen Aydin Scholz Reuter Hagen Winkler Thoma Seidel Kruse Ebert Frey",
    "GmbH|AG|GmbH & Co. KG",
    "Hamburg 20095|Berlin 10117|München 80331|Köln 50667|Kassel 34117|Bremen 28195",
    (("+49 30 23125 {:03}", 1000), ("+49 40 66969 {:03}", 1000), ("+49 89 99998 {:03}", 1000)),
)
BRITAIN = Country(
    "GB",
    "Tolu Priya Callum Megan Rhys Aisha Duncan Holly Kwame Fiona Gareth Zara",
    "Oyelaran Hughes Whitfield Sharma McLeod Barlow Achebe Pryce Thornley Osborne",
    "Ltd|plc|& Sons",
    "Leeds LS1 4AP|Bristol BS1 5TR|Glasgow G1 1XQ|Cardiff CF10 1EP",
    (("+44 20 7946 {:04}", 1000), ("+44 7700 900{:03}", 1000)),
)
FRANCE = Country(
    "FR",
    "Inès Thibault Camille Malik Solène Bastien Aurore Yanis Maud Rémi",
    "Lefort Garnier Benali Chevrel Masson Delorme Picard Nguyen Roussel",
    "SAS|SARL|et Fils",
    "Lyon 69002|Nantes 44000|Lille 59800|Toulouse 31000",
    (("+33 1 99 00 {:02} 18", 100), ("+33 6 39 98 {:02} 42", 100)),
)
SWEDEN = Country(
    "SE",
    "Ida Linnea Oskar Freja Elias Saga Anton Tuva",
    "Moe Sandell Lundqvist Hjalmarsson Ek Nyström Ahlgren",
    "AB",
    "Malmö 211 20|Göteborg 411 06|Uppsala 753 20",
    (("+46 8 465 004 {:02}", 100),),
)
AMERICA = Country(
    "US",
    "Marisol Dwayne Kayla Trevor Noemi Grant Shanice Cody",
    "Alvarado Whitaker Pruitt Okafor Lindgren Castellano Boyd",
    "Inc.|LLC",
    "Columbus OH 43215|Portland OR 97204|Raleigh NC 27601",
    (("+1 614 555 01{:02}", 100), ("+1 503 555 01{:02}", 100)),
)
PORTUGAL = Country(
    "PT",
    "Rita Duarte Leonor Tiago Beatriz Nuno Marta Gonçalo Inês Rui",
    "Carvalhal Teixeira Figueira Lobato Serrano Pimentel Abrantes Quintela",
    "Lda|SA",
    "Porto 4000-322|Braga 4700-424|Aveiro 3800-159|Faro 8000-151",
)
SPAIN = Country(
    "ES",
    "Lucía Iker Carmen Álvaro Noelia Sergio Irene Pau",
    "Arrieta Belmonte Carrasco Donoso Echevarría Fuentes Galdós",
    "SL|SA",
    "Bilbao 48001|Valencia 46002|Sevilla 41001",
)
NORTHERN = (GERMANY, GERMANY, GERMANY, SWEDEN, BRITAIN, AMERICA)
SOUTHERN = (PORTUGAL, FRANCE, FRANCE, SPAIN, BRITAIN, BRITAIN)

STEMS = (
    "Nordwind Hafen Brix Aurora Solveig Lumen Orbit Tannen Kestrel Meridian Halvard Ostara Pallas"
    " Quillon Ravel Silbertal Thorvik Umbra Velmar Wendel Ximera Ysolde Zephyr Alder Borealis"
    " Calder Drossel Elster Fennel Garrow Hollin Iverna Juniper Kolibri Larkin Morwen Nautil"
    " Oriel Perrin Quarz Rowan Sirius Talmar Ulmen Vesper Wacholder Corvin Delphin Ermine Falken"
).split()
TRADES = (
    "Foods Logistics Metals Optics Textiles Packaging Robotics Instruments Plastics Timber"
    " Ceramics Castings Pumps Bearings Coatings"
).split()
TITLES = (
    "Head of production|Purchasing|Plant manager|Managing director|Quality manager|IT lead|"
    "Logistics planner|Operations manager|Maintenance lead|Works engineer"
).split("|")
DOMAINS = ("example.com", "example.org", "example.net")
STREETS = "Harbour Road|Mill Lane|Station Street|Old Market|Foundry Way|River Quay".split("|")


class Crowd:
    """Makes people, each only once, at companies that each exist only once."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.companies = [f"{stem} {trade}" for stem in STEMS for trade in TRADES]
        chance.shuffle(self.companies)
        self.used: set[str] = set()

    def somebody(self, countries: tuple[Country, ...], company: str = "") -> Person:
        """A person who has not asked before, at a company of his own or at a given one."""
        country = self.chance.choice(countries)
        name = self.name(country)
        company = company or f"{self.companies.pop()} {self.pick(country.companies)}"
        city, _, postal_code = self.pick(country.cities).partition(" ")
        return Person(
            name=name,
            company=company,
            country=country.code,
            city=city,
            postal_code=postal_code,
            job_title=self.chance.choice(TITLES),
            address=f"{self.chance.randint(1, 120)} {self.chance.choice(STREETS)}",
            email=self.email(name, company),
            phone=self.phone(country),
        )

    def name(self, country: Country) -> str:
        """First and last name; another second last name where both are taken already."""
        first, last = self.pick(country.first, " "), self.pick(country.last, " ")
        name = f"{first} {last}"
        while name in self.used:
            second = self.pick(country.last, " ")
            name += f"-{second}" if not name.endswith(second) else ""
        self.used.add(name)
        return name

    def email(self, name: str, company: str) -> str:
        """At the company's own part of a domain that exists for examples."""
        host = plain(" ".join(company.split()[:2])).replace(" ", "-")
        domain = DOMAINS[len(company) % len(DOMAINS)]
        return f"{plain(name).replace(' ', '.')}@{host}.{domain}"

    def phone(self, country: Country) -> str:
        """A fictional number; none where the country keeps none, or one in six gives none."""
        if not country.phones or self.chance.random() < 1 / 6:
            return ""
        for pattern, size in country.phones:
            number = pattern.format(self.chance.randrange(size))
            if number not in self.used:
                self.used.add(number)
                return number
        return ""

    def pick(self, words: str, separator: str = "|") -> str:
        return self.chance.choice(words.split(separator))


def plain(text: str) -> str:
    """Lower case, without accents."""
    return normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
