"""What people write in the sample documents, in the four languages, as long as people write."""

from contracts.base import Language

_WRITTEN: dict[str, tuple[str, str, str, str]] = {
    "body": (
        "het college van burgemeester en schepenen",
        "le collège des bourgmestre et échevins",
        "das Bürgermeister- und Schöffenkollegium",
        "the college of mayor and aldermen",
    ),
    "procedure": (
        "Openbare procedure met Europese bekendmaking",
        "Procédure ouverte avec publicité européenne",
        "Offenes Verfahren mit europäischer Bekanntmachung",
        "Open procedure with European publication",
    ),
    "title": (
        "Zaaksysteem omgevingsvergunningen met digitaal loket (SaaS, vijf jaar)",
        "Système de gestion des permis d’environnement avec guichet numérique (SaaS, cinq ans)",
        "Vorgangsverwaltung für Umweltgenehmigungen mit digitalem Schalter (SaaS, fünf Jahre)",
        "Case system for environmental permits with a digital counter (SaaS, five years)",
    ),
    "subject": (
        "Levering, inrichting, migratie en onderhoud van een zaaksysteem voor de diensten "
        "Omgeving en Vergunningen, met koppelingen naar het Omgevingsloket",
        "Fourniture, paramétrage, migration et maintenance d’un système de gestion pour les "
        "services Environnement et Permis, avec des liaisons vers le guichet régional",
        "Lieferung, Einrichtung, Migration und Wartung einer Vorgangsverwaltung für die Dienste "
        "Umwelt und Genehmigungen, mit Schnittstellen zum regionalen Schalter",
        "Supply, configuration, migration and maintenance of a case system for the departments "
        "of Environment and Permits, with links to the regional counter",
    ),
    "place": (
        "Stadhuis, zaal De Kaai, en Bestek",
        "Hôtel de ville, salle De Kaai, et Bestek",
        "Rathaus, Saal De Kaai, und Bestek",
        "Town hall, room De Kaai, and Bestek",
    ),
    "officer": (
        "openingsverantwoordelijke, dossierbeheerder aankoop",
        "responsable de l’ouverture, gestionnaire de dossier achats",
        "Verantwortlicher für die Öffnung, Sachbearbeiter Einkauf",
        "opening officer, file manager procurement",
    ),
    "outcome_late": (
        "Geweigerd; de offerte bleef verzegeld en werd niet gelezen.",
        "Refusée ; l’offre est restée scellée et n’a pas été lue.",
        "Abgelehnt; das Angebot blieb versiegelt und wurde nicht gelesen.",
        "Refused; the tender stayed sealed and was not read.",
    ),
    "outage": (
        "Het portaal antwoordde traag door een storing bij de netwerkaanbieder. Indienen bleef "
        "mogelijk; drie ontvangstbewijzen uit dit tijdvak zijn nagekeken.",
        "Le portail répondait lentement en raison d’une panne chez l’opérateur. Le dépôt restait "
        "possible ; trois accusés de réception de cette période ont été vérifiés.",
        "Das Portal antwortete wegen einer Störung beim Netzbetreiber langsam. Das Einreichen "
        "blieb möglich; drei Empfangsbestätigungen aus dieser Zeit wurden geprüft.",
        "The portal answered slowly because of a failure at the network operator. Submitting "
        "stayed possible; three receipts of that time were checked.",
    ),
    "remark": (
        "De prijzen zijn niet voorgelezen: de opdrachtdocumenten voorzien dat niet.",
        "Les prix n’ont pas été lus : les documents du marché ne le prévoient pas.",
        "Die Preise wurden nicht verlesen: die Auftragsunterlagen sehen das nicht vor.",
        "The prices were not read out: the procurement documents do not provide for it.",
    ),
    "selected": (
        "Drie referenties van meer dan € 200.000,00, omzet en certificaten voldoen.",
        "Trois références de plus de 200.000,00 €, chiffre d’affaires et certificats suffisants.",
        "Drei Referenzen über mehr als 200.000,00 €, Umsatz und Zertifikate genügen.",
        "Three references above €200,000.00, turnover and certificates suffice.",
    ),
    "requirement": (
        "Punt 3.4 van het bestek verbiedt, op straffe van nietigheid, elk voorbehoud bij de "
        "aansprakelijkheid van de opdrachtnemer.",
        "Le point 3.4 du cahier des charges interdit, à peine de nullité, toute réserve quant à "
        "la responsabilité de l’adjudicataire.",
        "Punkt 3.4 des Lastenhefts verbietet bei Strafe der Nichtigkeit jeden Vorbehalt zur "
        "Haftung des Auftragnehmers.",
        "Section 3.4 of the specifications forbids, on pain of nullity, any reservation on the "
        "contractor’s liability.",
    ),
    "finding": (
        "Bijlage 7, pagina 12, van de offerte beperkt de aansprakelijkheid tot 10 % van de "
        "jaarlijkse vergoeding. Het voorbehoud raakt een essentiële bepaling en maakt de "
        "vergelijking met de andere offertes onmogelijk.",
        "L’annexe 7, page 12, de l’offre limite la responsabilité à 10 % de la redevance "
        "annuelle. La réserve touche une disposition essentielle et rend la comparaison avec les "
        "autres offres impossible.",
        "Anlage 7, Seite 12, des Angebots begrenzt die Haftung auf 10 % der jährlichen Vergütung. "
        "Der Vorbehalt betrifft eine wesentliche Bestimmung und macht den Vergleich mit den "
        "anderen Angeboten unmöglich.",
        "Annex 7, page 12, of the tender limits liability to 10 % of the yearly fee. The "
        "reservation touches an essential provision and makes the comparison with the other "
        "tenders impossible.",
    ),
    "motive": (
        "De aanpak is concreet: elke stap heeft een verantwoordelijke, een doorlooptijd en een "
        "toets. De koppelingen zijn als open standaard aangeboden en in een testomgeving "
        "getoond. In vergelijking met de andere offertes ontbreekt enkel een terugvalscenario "
        "voor de migratie van de lopende dossiers.",
        "L’approche est concrète : chaque étape a un responsable, un délai et un contrôle. Les "
        "liaisons sont offertes en standard ouvert et montrées dans un environnement de test. En "
        "comparaison avec les autres offres, seul manque un scénario de repli pour la migration "
        "des dossiers en cours.",
        "Das Vorgehen ist konkret: jeder Schritt hat einen Verantwortlichen, eine Dauer und eine "
        "Prüfung. Die Schnittstellen werden als offener Standard angeboten und in einer "
        "Testumgebung gezeigt. Im Vergleich mit den anderen Angeboten fehlt nur ein "
        "Rückfallszenario für die Migration der laufenden Vorgänge.",
        "The approach is concrete: each step has an owner, a duration and a test. The links are "
        "offered as open standards and were shown in a test environment. Compared with the other "
        "tenders, only a fall-back for the migration of running cases is missing.",
    ),
    "advantages": (
        "De gekozen offerte scoort het best op het plan van aanpak en de dienstverlening. Het "
        "migratieplan dekt alle 41.300 lopende dossiers, met twee proefmigraties en een "
        "meetbare controle per dossiertype.\nDe dienstverlening waarborgt een hersteltijd van "
        "vier uur voor blokkerende fouten, tegenover acht uur bij de tweede offerte.",
        "L’offre retenue obtient le meilleur score pour le plan d’approche et le service. Le plan "
        "de migration couvre les 41.300 dossiers en cours, avec deux migrations d’essai et un "
        "contrôle mesurable par type de dossier.\nLe service garantit un délai de rétablissement "
        "de quatre heures pour les erreurs bloquantes, contre huit heures pour la deuxième offre.",
        "Das gewählte Angebot erzielt beim Vorgehensplan und beim Service die meisten Punkte. Der "
        "Migrationsplan deckt alle 41.300 laufenden Vorgänge ab, mit zwei Probemigrationen und "
        "einer messbaren Kontrolle je Vorgangsart.\nDer Service garantiert eine "
        "Wiederherstellungszeit von vier Stunden, gegenüber acht Stunden beim zweiten Angebot.",
        "The chosen tender scores best on the approach and the service. The migration plan covers "
        "all 41,300 running cases, with two trial migrations and a measurable check for each type "
        "of case.\nThe service guarantees a recovery time of four hours for blocking errors, "
        "against eight hours in the second tender.",
    ),
    "not_chosen": (
        "De offerte is regelmatig en degelijk, maar behaalt minder punten op het plan van "
        "aanpak: de migratie is in één stap voorzien, zonder proefmigratie.",
        "L’offre est régulière et solide, mais obtient moins de points pour le plan d’approche : "
        "la migration est prévue en une étape, sans essai.",
        "Das Angebot ist ordnungsgemäß und solide, erzielt aber weniger Punkte beim "
        "Vorgehensplan: die Migration ist in einem Schritt ohne Probe vorgesehen.",
        "The tender is regular and sound, but earns fewer points on the approach: the migration "
        "is planned in one step, without a trial.",
    ),
    "budget": (
        "budgetsleutel 2026/GBB-CBS/0600-00/22000007",
        "l’article budgétaire 2026/GBB-CBS/0600-00/22000007",
        "Haushaltsposten 2026/GBB-CBS/0600-00/22000007",
        "budget line 2026/GBB-CBS/0600-00/22000007",
    ),
    "dispatch_event": (
        "verzending van deze mededeling",
        "envoi de la présente communication",
        "Versendung dieser Mitteilung",
        "dispatch of this communication",
    ),
    "acceptance_event": (
        "voorlopige oplevering",
        "réception provisoire",
        "vorläufige Abnahme",
        "provisional acceptance",
    ),
    "holiday": ("Wapenstilstand", "Armistice", "Waffenstillstand", "Armistice Day"),
    "criterion_test": (
        "Berichten die niet verwerkt kunnen worden, komen binnen vijf minuten op de "
        "foutenlijst, met de oorzaak en de volledige inhoud van het bericht",
        "Les messages qui ne peuvent être traités figurent dans les cinq minutes sur la liste "
        "des erreurs, avec la cause et le contenu complet du message",
        "Nachrichten, die nicht verarbeitet werden können, stehen binnen fünf Minuten mit "
        "Ursache und vollständigem Inhalt auf der Fehlerliste",
        "Messages that cannot be processed appear on the error list within five minutes, with "
        "the cause and the full content of the message",
    ),
    "criterion_short": (
        "Herstel binnen vier uur na een blokkerende fout",
        "Rétablissement dans les quatre heures après une erreur bloquante",
        "Wiederherstellung binnen vier Stunden nach einem blockierenden Fehler",
        "Recovery within four hours of a blocking error",
    ),
    "remark_acceptance": (
        "De logging bewaart de identiteit van de gebruiker niet bij raadpleging.",
        "La journalisation ne conserve pas l’identité de l’utilisateur en consultation.",
        "Die Protokollierung speichert bei der Einsicht die Identität des Benutzers nicht.",
        "The log does not keep the identity of the user on reading.",
    ),
    "milestone": (
        "M3 Koppelingen, golf 1",
        "Jalon M3 Liaisons, vague 1",
        "Meilenstein M3 Schnittstellen, Welle 1",
        "M3 Links, wave 1",
    ),
    "mayor": ("burgemeester", "bourgmestre", "Bürgermeister", "mayor"),
    "director": (
        "algemeen directeur",
        "directeur général",
        "Generaldirektor",
        "general director",
    ),
    "member": (
        "lid van de opleveringscommissie",
        "membre de la commission de réception",
        "Mitglied der Abnahmekommission",
        "member of the acceptance committee",
    ),
    "manager": (
        "leidend ambtenaar",
        "fonctionnaire dirigeant",
        "leitender Beamter",
        "managing official",
    ),
    "lot_1": ("Netwerkswitches", "Commutateurs réseau", "Netzwerk-Switches", "Network switches"),
    "lot_2": (
        "Wifi-toegangspunten binnen en buiten, met beheer",
        "Points d’accès wifi intérieurs et extérieurs, avec gestion",
        "WLAN-Zugangspunkte innen und außen, mit Verwaltung",
        "Indoor and outdoor wifi access points, with management",
    ),
    "reason_none": (
        "de bekendmaking op Europees niveau is niet verplicht",
        "la publicité au niveau européen n’est pas obligatoire",
        "die europaweite Bekanntmachung ist nicht verpflichtend",
        "publication at European level is not mandatory",
    ),
    "piece_1": (
        "Attest inzake de fiscale schulden, niet ouder dan twintig dagen",
        "Attestation relative aux dettes fiscales, datant de vingt jours au plus",
        "Bescheinigung über Steuerschulden, nicht älter als zwanzig Tage",
        "Certificate on tax debts, not older than twenty days",
    ),
    "piece_2": (
        "Uittreksel uit het strafregister van de rechtspersoon en van elke bestuurder",
        "Extrait du casier judiciaire de la personne morale et de chaque administrateur",
        "Strafregisterauszug der juristischen Person und jedes Verwalters",
        "Criminal record extract of the legal person and of each director",
    ),
    "annex": (
        "Gemotiveerde gunningsbeslissing nr. 2026_CBS_01874",
        "Décision motivée d’attribution n° 2026_CBS_01874",
        "Mit Gründen versehene Vergabeentscheidung Nr. 2026_CBS_01874",
        "Reasoned award decision no. 2026_CBS_01874",
    ),
    "council": ("Raad van State", "Conseil d’État", "Staatsrat", "Council of State"),
}

CRITERIA: tuple[tuple[tuple[str, str, str, str], tuple[str, str, str, str]], ...] = (
    (("Prijs", "Prix", "Preis", "Price"), ("Prijs", "Prix", "Preis", "Price")),
    (
        (
            "Functionaliteit: dossierbehandeling",
            "Fonctionnalité : traitement des dossiers",
            "Funktionalität: Vorgangsbearbeitung",
            "Functionality: case handling",
        ),
        ("Dossiers", "Dossiers", "Vorgänge", "Cases"),
    ),
    (
        (
            "Functionaliteit: koppelingen",
            "Fonctionnalité : liaisons",
            "Funktionalität: Schnittstellen",
            "Functionality: links",
        ),
        ("Koppelingen", "Liaisons", "Schnittstellen", "Links"),
    ),
    (
        (
            "Functionaliteit: rapportering",
            "Fonctionnalité : rapports",
            "Funktionalität: Berichte",
            "Functionality: reporting",
        ),
        ("Rapporten", "Rapports", "Berichte", "Reports"),
    ),
    (
        (
            "Plan van aanpak: migratie",
            "Plan d’approche : migration",
            "Vorgehensplan: Migration",
            "Approach: migration",
        ),
        ("Migratie", "Migration", "Migration", "Migration"),
    ),
    (
        (
            "Plan van aanpak: opleiding",
            "Plan d’approche : formation",
            "Vorgehensplan: Schulung",
            "Approach: training",
        ),
        ("Opleiding", "Formation", "Schulung", "Training"),
    ),
    (
        (
            "Dienstverlening: dienstenniveau",
            "Service : niveau de service",
            "Service: Dienstgüte",
            "Service: service level",
        ),
        ("Dienstniveau", "Niveau", "Dienstgüte", "Service"),
    ),
    (
        (
            "Dienstverlening: informatiebeveiliging",
            "Service : sécurité de l’information",
            "Service: Informationssicherheit",
            "Service: information security",
        ),
        ("Beveiliging", "Sécurité", "Sicherheit", "Security"),
    ),
)


def written(key: str, language: Language) -> str:
    """What somebody wrote, in the language."""
    return _WRITTEN[key][list(Language).index(language)]


def criterion(number: int, language: Language) -> tuple[str, str]:
    """The name and the label of a criterion, in the language."""
    name, label = CRITERIA[number]
    index = list(Language).index(language)
    return name[index], label[index]
