"""How SNS matches messages with filter policies: by AWS's Event Ruler, which moto does not follow.

Run as a program it reads a policy and an event from each line of standard input, and answers with true or false.
"""

import ipaddress
import itertools
import json
import re
import sys


def fields(value, path="", member=()):
    """Each value of an event with its path, and with the places in arrays of objects that it belongs to."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from fields(inner, f"{path}.{key}" if path else key, member)
    elif isinstance(value, list):
        array = object()
        for index, inner in enumerate(value):
            within = (*member, (array, index)) if isinstance(inner, (dict, list)) else member
            yield from fields(inner, path, within)
    else:
        yield path, value, member


def branches(policy, path=""):
    """The policy without $or: one of the mappings from paths to conditions must match."""
    found = [{}]
    for key, value in policy.items():
        if key == "$or":
            more = [branch for inner in value for branch in branches(inner, path)]
        else:
            below = f"{path}.{key}" if path else key
            more = branches(value, below) if isinstance(value, dict) else [{below: value}]
        found = [{**one, **other} for one, other in itertools.product(found, more)]
    return found


def matches(policy, event):
    known = {}
    for path, value, member in fields(event):
        known.setdefault(path, []).append((value, dict(member)))
    return any(fits(list(branch.items()), known, {}) for branch in branches(policy))


def fits(rest, known, chosen):
    """Whether a value can be found for each path, so that no two are in different elements of one array."""
    if not rest:
        return True
    (path, conditions), *others = rest
    values = known.get(path, [])
    if not values and any(isinstance(one, dict) and one.get("exists") is False for one in conditions):
        return fits(others, known, chosen)
    return any(
        fits(others, known, {**chosen, **member})
        for value, member in values
        if all(chosen.get(array, index) == index for array, index in member.items())
        and any(accepts(condition, value) for condition in conditions)
    )


def accepts(condition, value):
    text = isinstance(value, str)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not isinstance(condition, dict):
        if isinstance(condition, bool) or isinstance(value, bool) or condition is None:
            return condition is value
        return condition == value
    ((operator, operand),) = condition.items()
    if operator == "exists":
        return operand
    if operator == "anything-but":
        if isinstance(operand, dict):
            ((inner, others),) = operand.items()
            return not any(accepts({inner: one}, value) for one in listed(others))
        return not any(accepts(one, value) for one in listed(operand))
    if operator == "numeric":
        return number and all(compare(value, *pair) for pair in zip(operand[0::2], operand[1::2]))
    if not text:
        return False
    if operator == "prefix":
        return value.startswith(operand)
    if operator == "suffix":
        return value.endswith(operand)
    if operator == "equals-ignore-case":
        return value.lower() == operand.lower()
    if operator == "wildcard":
        return re.fullmatch(wildcard(operand), value, re.DOTALL) is not None
    if operator == "cidr":
        return within(value, operand)
    raise ValueError(f"Unrecognized match type {operator}")


def listed(value):
    return value if isinstance(value, list) else [value]


def compare(value, operator, bound):
    return {
        "=": value == bound,
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
    }[operator]


def wildcard(pattern):
    parts = re.findall(r"\\([*\\])|(\*)|([^\\])", pattern, re.DOTALL)
    return "".join(".*" if star else re.escape(escaped or plain) for escaped, star, plain in parts)


def within(address, network):
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def event_of(attributes):
    """Message attributes as an event; SNS ignores binary ones."""
    event = {}
    for name, attribute in attributes.items():
        kind, value = attribute["Type"], attribute["Value"]
        if kind == "Number":
            event[name] = float(value)
        elif kind == "String.Array":
            event[name] = json.loads(value)
        elif kind == "String":
            event[name] = value
    return event


def combinations(policy, depth=1):
    """The product of how many conditions each key has, times its level; the branches of $or are added."""
    product = 1
    for key, value in policy.items():
        if key == "$or":
            product *= sum(combinations(inner, depth) for inner in value)
        elif isinstance(value, dict):
            product *= combinations(value, depth + 1)
        else:
            product *= len(value) * depth
    return product


def apply() -> None:
    from moto.sns import models
    from moto.sns.exceptions import SNSInvalidParameter

    def judged(self, message_attributes, message):
        if not self.filter_policy:
            return True
        try:
            body = self.filter_policy_scope == "MessageBody"
            event = json.loads(message) if body else event_of(message_attributes or {})
        except ValueError:
            return False
        return isinstance(event, dict) and matches(self.filter_policy, event)

    def validate(self, value, scope):
        refuse = lambda reason: SNSInvalidParameter(f"Invalid parameter: {reason}")
        if len(value) > 5:
            raise refuse("FilterPolicy: Filter policy can not have more than 5 keys")
        if scope != "MessageBody" and any(isinstance(one, dict) for one in value.values()):
            raise refuse("Filter policy scope MessageAttributes does not support nested filter policy")
        if combinations(value) > 150:
            raise refuse("FilterPolicy: Filter policy is too complex")
        try:
            for conditions in (one for branch in branches(value) for one in branch.values()):
                for condition in conditions:
                    accepts(condition, "")
        except (KeyError, TypeError, ValueError) as error:
            raise refuse(f"FilterPolicy: {error}") from error

    models.FilterPolicyMatcher.matches = judged
    models.SNSBackend._validate_filter_policy = validate


if __name__ == "__main__":
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(matches(json.loads(question["policy"]), json.loads(question["event"]))))
