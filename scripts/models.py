"""Brings the service models of the local AWS (test/local-aws/models) up to date from botocore, and says what has changed.

    npm run models                  the version pinned below
    npm run models -- 1.44.0        another one

`npm run api:coverage` then tells what the library says nothing about yet.

A model is cut down to the listed operations, the shapes they reach, and the facts a wire or a check needs. Prose is left behind, but
for the values that it lists where a member is a plain string.
"""
import gzip
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

BOTOCORE = '1.44.5'

# service: (version folder, operations)
SERVICES = {
    'appstream': ('2016-12-01', [
        'CreateImageBuilder', 'DescribeImageBuilders', 'StartImageBuilder', 'StopImageBuilder', 'DeleteImageBuilder',
        'AssociateSoftwareToImageBuilder', 'DisassociateSoftwareFromImageBuilder', 'StartSoftwareDeploymentToImageBuilder',
        'DescribeSoftwareAssociations', 'CreateImportedImage', 'DescribeImages', 'DeleteImage', 'UpdateImagePermissions',
        'DeleteImagePermissions', 'DescribeImagePermissions', 'TagResource', 'UntagResource', 'ListTagsForResource',
    ]),
    'cloudformation': ('2010-05-15', ['DescribeStacks', 'DescribeStackResource']),
    'ec2': ('2016-11-15', [
        'ImportImage', 'DescribeImportImageTasks', 'CancelImportTask', 'DescribeImages', 'DescribeImageAttribute', 'ModifyImageAttribute',
        'DeregisterImage', 'DescribeSnapshots', 'DeleteSnapshot', 'CreateTags', 'DeleteTags',
    ]),
    'imagebuilder': ('2019-12-02', ['GetImage', 'GetInfrastructureConfiguration']),
    'workspaces': ('2015-04-08', [
        'ImportWorkspaceImage', 'ImportCustomWorkspaceImage', 'DescribeWorkspaceImages', 'DescribeCustomWorkspaceImageImport',
        'DeleteWorkspaceImage', 'UpdateWorkspaceImagePermission', 'DescribeWorkspaceImagePermissions', 'CreateTags', 'DeleteTags', 'DescribeTags',
    ]),
}

# (service, shape): values that the service answers with although its model does not declare them
UNDECLARED = {
    ('appstream', 'ImageState'): ['DEPRECATED'],  # https://github.com/hashicorp/terraform-provider-aws/issues/25590
}

METADATA = ['apiVersion', 'jsonVersion', 'protocol', 'serviceId', 'targetPrefix', 'xmlNamespace']
OPERATION = ['http', 'input', 'output', 'errors']
SHAPE = [
    'type', 'required', 'members', 'member', 'key', 'value', 'enum', 'min', 'max', 'pattern', 'flattened', 'locationName',
    'timestampFormat', 'payload', 'exception', 'error', 'fault', 'union', 'document',
]
MEMBER = [
    'shape', 'location', 'locationName', 'queryName', 'resultWrapper', 'flattened', 'timestampFormat', 'idempotencyToken', 'jsonvalue', 'streaming',
]

MODELS = Path(__file__).parent.parent / 'test' / 'local-aws' / 'models'


def main(version):
    with tempfile.TemporaryDirectory() as folder:
        wheel = download(version, folder)
        for service, (api, operations) in SERVICES.items():
            model = cut(read(wheel, f'botocore/data/{service}/{api}/service-2.json'), operations)
            for (of, shape), values in UNDECLARED.items():
                if of == service:
                    model['shapes'][shape]['enum'] += values
            update(service, model)


def download(version, folder):
    command = [sys.executable, '-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--dest', folder, f'botocore=={version}']
    subprocess.run(command, check=True)
    return zipfile.ZipFile(next(Path(folder).glob('*.whl')))


def read(wheel, path):
    # Older wheels hold the models plain, newer ones packed.
    if f'{path}.gz' in wheel.namelist():
        return json.loads(gzip.decompress(wheel.read(f'{path}.gz')))
    return json.loads(wheel.read(path))


def cut(model, names):
    operations = {name: cut_operation(model['operations'][name]) for name in sorted(names)}
    shapes = {}
    waiting = [reference['shape'] for operation in operations.values() for reference in references_of_operation(operation)]
    while waiting:
        name = waiting.pop()
        if name in shapes:
            continue
        shapes[name] = cut_shape(model['shapes'][name])
        waiting += [reference['shape'] for reference in references_of_shape(shapes[name])]
    return {'metadata': {**pick(model['metadata'], METADATA), 'protocol': protocol(model['metadata'])}, 'operations': operations, 'shapes': dict(sorted(shapes.items()))}


def protocol(metadata):
    # Where botocore has moved on to CBOR, the clients for JavaScript still speak JSON.
    return 'json' if 'json' in metadata.get('protocols', []) else metadata['protocol']


def cut_operation(operation):
    operation = pick(operation, OPERATION)
    for name in ('input', 'output'):
        if name in operation:
            operation[name] = pick(operation[name], MEMBER)
    if 'errors' in operation:
        operation['errors'] = [pick(error, MEMBER) for error in operation['errors']]
    return operation


def cut_shape(shape):
    shape = pick(shape, SHAPE)
    for name in ('member', 'key', 'value'):
        if name in shape:
            shape[name] = pick(shape[name], MEMBER)
    if 'members' in shape:
        shape['members'] = {name: cut_member(member) for name, member in shape['members'].items()}
    return shape


def cut_member(member):
    values = values_in(member.get('documentation', ''))
    return {**pick(member, MEMBER), **({'values': values} if values else {})}


def values_in(prose):
    """The words that a text lists as values: after 'Valid values:', or as items of one word each under a text that ends in a colon."""
    valid = re.search(r'Valid values?:((?:[ |]*<code>[^<]+</code>)+)', prose)
    if valid:
        return re.findall(r'<code>([^<]+)</code>', valid[1])
    listed = re.search(r':</p> <ul>((?: <li> <p>[\w.-]+</p> </li>)+) </ul>', prose)
    return re.findall(r'<p>([^<]+)</p>', listed[1]) if listed else []


def references_of_operation(operation):
    return [operation[name] for name in ('input', 'output') if name in operation] + operation.get('errors', [])


def references_of_shape(shape):
    return [shape[name] for name in ('member', 'key', 'value') if name in shape] + list(shape.get('members', {}).values())


def pick(thing, names):
    return {name: thing[name] for name in names if name in thing}


def update(service, model):
    path = MODELS / f'{service}.json'
    before = facts(json.loads(path.read_text())) if path.exists() else set()
    after = facts(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(model), newline='\n')
    print(f'{service}: {len(model["operations"])} operations, {len(model["shapes"])} shapes, {len(after - before)} facts new, {len(before - after)} gone')
    for fact in sorted(before ^ after):
        print(f'  {"+" if fact in after else "-"} {fact}')


def facts(model):
    """The model as a set of lines, so that the difference of two models is a difference of sets."""
    found = {f'metadata {key}: {value}' for key, value in model['metadata'].items()}
    for name, operation in model['operations'].items():
        found.add(f'operation {name}')
        found |= {f'operation {name} {key}: {json.dumps(value, sort_keys=True)}' for key, value in operation.items() if key != 'errors'}
        found |= {f'operation {name} throws {error["shape"]}' for error in operation.get('errors', [])}
    for name, shape in model['shapes'].items():
        for key, value in shape.items():
            if key == 'members':
                found |= {f'member {name}.{member}: {json.dumps(reference, sort_keys=True)}' for member, reference in value.items()}
            elif key in ('enum', 'required'):
                found |= {f'{key} {name}: {entry}' for entry in value}
            else:
                found.add(f'shape {name} {key}: {json.dumps(value, sort_keys=True)}')
    return found


def render(model):
    """One line for each operation and shape: small, and still a readable diff."""
    sections = [f'"metadata": {compact(model["metadata"])}']
    for section in ('operations', 'shapes'):
        lines = ',\n'.join(f'"{name}": {compact(thing)}' for name, thing in model[section].items())
        sections.append(f'"{section}": {{\n{lines}\n}}')
    return '{\n' + ',\n'.join(sections) + '\n}\n'


def compact(thing):
    return json.dumps(thing, ensure_ascii=False, separators=(',', ':'))


if __name__ == '__main__':
    main(sys.argv[1] if len(sys.argv) > 1 else BOTOCORE)
