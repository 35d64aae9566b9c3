"""The course in one place: title, syllabus, schedule, late policy, pass marks, limits, nbgrader's settings.

nbgrader and JupyterLab read it through nbgrader_config.py, the program `pmcourse` reads it directly.
What each setting means stands in pmcourse/course.py. A setting of nbgrader's own that is not there can be added at the
end, as in: get_config().NbGrader.logfile = "nbgrader.log"
"""

from datetime import UTC, datetime
from pathlib import Path

from pmcourse.course import Course, LatePolicy, Lesson, Limits, PassMarks

course = Course(
    id="product-management",
    title="Digital product management",
    root=Path(__file__).parent,
    lessons=(
        Lesson(name="00-start-here", title="Start here", minutes=15),
        Lesson(
            name="01-role",
            title="What a product manager does",
            minutes=60,
            more=15,
            skills=("product-management",),
            due=datetime(2027, 1, 24, 23, 59, tzinfo=UTC),
        ),
        Lesson(
            name="02-discovery",
            title="Discovery: people, problems, ideas, screens",
            minutes=60,
            more=15,
            skills=("design-thinking", "user-experience-design", "usability-testing"),
            due=datetime(2027, 1, 31, 23, 59, tzinfo=UTC),
        ),
        Lesson(
            name="03-experiments",
            title="Experiments",
            minutes=60,
            more=10,
            skills=("hypothesis-driven-development", "lean-startup"),
            due=datetime(2027, 2, 7, 23, 59, tzinfo=UTC),
        ),
        Lesson(
            name="04-market",
            title="Product/market fit",
            minutes=60,
            more=20,
            skills=("product-market-fit", "lean-startup", "innovation-pipeline"),
            due=datetime(2027, 2, 14, 23, 59, tzinfo=UTC),
        ),
        Lesson(
            name="05-pipeline",
            title="Innovation pipeline",
            minutes=60,
            more=20,
            skills=("innovation-pipeline", "hypothesis-driven-development", "product-market-fit"),
            due=datetime(2027, 2, 21, 23, 59, tzinfo=UTC),
        ),
        Lesson(
            name="06-agile",
            title="Agile: small steps",
            minutes=60,
            more=15,
            skills=("agile", "agile-software-development", "kanban"),
            due=datetime(2027, 2, 28, 23, 59, tzinfo=UTC),
        ),
        Lesson(
            name="07-stories",
            title="User stories",
            minutes=60,
            more=25,
            skills=("agile-user-stories", "user-experience-design"),
            due=datetime(2027, 3, 7, 23, 59, tzinfo=UTC),
        ),
        Lesson(
            name="08-backlog",
            title="Backlog prioritization",
            minutes=60,
            skills=("backlog-management", "agile-product-management"),
            due=datetime(2027, 3, 14, 23, 59, tzinfo=UTC),
        ),
        Lesson(
            name="09-roadmap",
            title="Roadmaps",
            minutes=60,
            more=10,
            skills=("agile-product-management", "product-management"),
            due=datetime(2027, 3, 21, 23, 59, tzinfo=UTC),
        ),
        Lesson(
            name="10-kanban",
            title="Kanban: make work flow",
            minutes=60,
            more=15,
            skills=("kanban", "backlog-management", "agile"),
            due=datetime(2027, 3, 28, 23, 59, tzinfo=UTC),
        ),
        Lesson(
            name="11-usability",
            title="Usability testing",
            minutes=60,
            more=45,
            skills=("usability-testing", "user-experience-design", "design-thinking"),
            due=datetime(2027, 4, 4, 23, 59, tzinfo=UTC),
        ),
        Lesson(
            name="12-building",
            title="How software comes to be",
            minutes=60,
            more=35,
            skills=(
                "software-development",
                "xp",
                "agile-software-development",
                "agile-user-stories",
                "continuous-delivery",
            ),
            due=datetime(2027, 4, 11, 23, 59, tzinfo=UTC),
        ),
        Lesson(
            name="13-delivery",
            title="Delivery: small batches",
            minutes=60,
            more=10,
            skills=("continuous-delivery", "xp", "software-development"),
            due=datetime(2027, 4, 18, 23, 59, tzinfo=UTC),
        ),
    ),
    late=LatePolicy(grace_hours=1, penalty_per_day=0.10, most=0.50),
    pass_marks=PassMarks(skill=0.70, course=0.60),
    limits=Limits(cell_seconds=10, submission_seconds=60, memory_mb=1024),
    exchange=Path("exchange"),  # a hub sets PMCOURSE_EXCHANGE to a folder that all its users can reach
    db_url="sqlite:///gradebook.db",
)
