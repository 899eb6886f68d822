"""Does with a document what Systems Manager Automation does, by boto3 as it does, against the emulator.

Reads JSON: {"check": [documents]} holds each call against the services' models, without a call. {"run": document,
"parameters": {}} runs one. {"call": [service, operation, arguments]} prepares or looks. Prints JSON. Whatever
Automation does beyond these five actions is not here, and a document that needs it fails.
"""

import json
import re
import sys

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.session import get_session
from botocore.validate import ParamValidator
from jsonpath_ng import parse

# As long as the longest of the ids that services want at least.
TEXT = "x" * 36
SAMPLES = {"Integer": 1, "StringList": [TEXT]}


def filled(value, known):
    """A value with what is in braces put in; one that is nothing but braces keeps its type."""
    if isinstance(value, dict):
        return {key: filled(inner, known) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, known) for inner in value]
    if not isinstance(value, str):
        return value
    whole = re.fullmatch(r"\{\{ ([\w.]+) \}\}", value)
    if whole:
        return known[whole[1]]
    return re.sub(r"\{\{ ([\w.]+) \}\}", lambda found: str(known[found[1]]), value)


def arguments(step, known):
    own = ("Service", "Api", "PropertySelector", "DesiredValues")
    return filled({key: value for key, value in step["inputs"].items() if key not in own}, known)


def call(service, operation, given):
    client = boto3.client(service)
    answer = getattr(client, xform_name(operation))(**given)
    answer.pop("ResponseMetadata", None)
    return answer


def selected(answer, selector):
    found = [match.value for match in parse(selector).find(answer)]
    return found if ".." in selector else found[0] if found else None


def check(document):
    """What of a document's calls the services' models do not know."""
    known = {name: SAMPLES.get(one["type"], TEXT) for name, one in document["parameters"].items()}
    problems = []
    for step in document["mainSteps"]:
        for output in step.get("outputs", []):
            known[f"{step['name']}.{output['Name']}"] = SAMPLES.get(output["Type"], TEXT)
        if "Service" not in step["inputs"]:
            continue
        service, operation = step["inputs"]["Service"], step["inputs"]["Api"]
        model = get_session().get_service_model(service)
        if operation not in model.operation_names:
            problems.append(f"{service} has no {operation}")
            continue
        shape = model.operation_model(operation)
        report = ParamValidator().validate(arguments(step, known), shape.input_shape)
        problems += [f"{service} {operation}: {report.generate_report()}"] if report.has_errors() else []
        selectors = [(one["Selector"], one["Type"]) for one in step.get("outputs", [])]
        if "PropertySelector" in step["inputs"]:
            selectors.append((step["inputs"]["PropertySelector"], "String"))
        wrong = [(path, kind) for path, kind in selectors if not leads(shape.output_shape, path, kind)]
        problems += [f"{service} {operation}: {path} is no {kind}" for path, kind in wrong]
    return problems


def leads(shape, path, kind):
    """Whether a selector leads through an answer's shape to something of its type."""
    for name in re.findall(r"\.(\w+)", path):
        shape = shape.member if shape.type_name == "list" else shape
        if shape.type_name == "map":
            shape = shape.value
        elif shape.type_name == "structure" and name in shape.members:
            shape = shape.members[name]
        else:
            return False
    kinds = {"integer": "Integer", "string": "StringList" if ".." in path else "String"}
    return kinds.get(shape.type_name) == kind


def run(document, parameters):
    known = {name: one.get("default") for name, one in document["parameters"].items()} | parameters
    steps = document["mainSteps"]
    trace, at = [], 0
    while at is not None:
        step = steps[at]
        inputs = step["inputs"]
        trace.append(step["name"])
        following = step.get("nextStep")
        if step["action"] == "aws:branch":
            chosen = [one["NextStep"] for one in inputs["Choices"] if filled(one["Variable"], known) == one["StringEquals"]]
            following = chosen[0] if chosen else inputs["Default"]
        elif step["action"] == "aws:executeAwsApi":
            try:
                answer = call(inputs["Service"], inputs["Api"], arguments(step, known))
            except ClientError:
                if step.get("onFailure") != "Continue":
                    raise
                trace[-1] += " failed"
                answer = {}
            for output in step.get("outputs", []):
                known[f"{step['name']}.{output['Name']}"] = selected(answer, output["Selector"])
        elif step["action"] in ("aws:waitForAwsResourceProperty", "aws:assertAwsResourceProperty"):
            answer = call(inputs["Service"], inputs["Api"], arguments(step, known))
            value = selected(answer, inputs["PropertySelector"])
            if value not in inputs["DesiredValues"]:
                raise SystemExit(f"{step['name']}: {value} is none of {inputs['DesiredValues']}")
        elif step["action"] != "aws:approve":
            raise SystemExit(f"{step['action']} is not known here")
        names = [one["name"] for one in steps]
        at = None if step.get("isEnd") else names.index(following) if following else at + 1
    return {"trace": trace, "outputs": {name: known.get(name) for name in document["outputs"]}}


asked = json.load(sys.stdin)
if "check" in asked:
    told = [problem for document in asked["check"] for problem in check(document)]
elif "run" in asked:
    told = run(asked["run"], asked["parameters"])
else:
    told = call(*asked["call"])
json.dump(told, sys.stdout, default=str)
