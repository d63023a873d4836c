from django.db import migrations

# One row each for what stood in columns of the client; who wrote it and when goes along, and the triggers keep history.
WHO = "created_at, created_by_id, updated_at, updated_by_id, version"
OF_CLIENT = "updated_at, updated_by_id, updated_at, updated_by_id, 1"
WAYS = f"""
    INSERT INTO clients_contactway
        (id, client_id, kind, value, may_leave_message, may_say_who, who_else, "when", is_preferred, {WHO})
    SELECT gen_random_uuid(), id, '%(kind)s', %(column)s, '', '', '', '', false, {OF_CLIENT}
    FROM clients_client WHERE %(column)s <> ''
"""
ADDRESSES = f"""
    INSERT INTO clients_address (id, client_id, kind, lines, postcode, local_authority, is_hidden, {WHO})
    SELECT gen_random_uuid(), id,
        CASE WHEN address = '' AND postcode = 'ZZ99 3VZ' THEN 'no_fixed_abode' ELSE 'home' END,
        address, postcode, '', false, {OF_CLIENT}
    FROM clients_client WHERE address <> '' OR postcode <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0011_addresses_and_ways_to_reach")]

    operations = [
        migrations.RunSQL(WAYS % {"kind": "phone", "column": "phone"}, migrations.RunSQL.noop),
        migrations.RunSQL(WAYS % {"kind": "email", "column": "email"}, migrations.RunSQL.noop),
        migrations.RunSQL(ADDRESSES, migrations.RunSQL.noop),
    ]
