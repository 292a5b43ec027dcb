package dev.rollcall.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rollcall.catalogue.yaml.ComplaintException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of catalogues that are wrong, to the letter. */
class BadCatalogueTest {
  private static final String GOOD =
      """
      catalogue: c
      title: T
      values:
        sql.host: {type: host, about: Host.}
        sql.mode: {type: choice, choices: [fast, slow], about: Mode.}
        sql.password: {type: secret, about: Secret.}
      rules:
        - id: sql.tds
          from: client
          to: ${sql.host}
          port: 1433/tcp
          protocol: every
          usage: Use.
          with:
            must: x
      """;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isComplainedOf(String name, String text, String expected) throws IOException {
    assertEquals(expected, complaints(folder, text));
  }

  static String complaints(Path folder, String text) throws IOException {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(file, text);
    ComplaintException thrown =
        assertThrows(ComplaintException.class, () -> Catalogues.read(file, SomeProtocols.every()));
    return String.valueOf(thrown.getMessage()).replace(file.toString(), "bad.yaml");
  }

  private static Arguments bad(String name, String text, String... expected) {
    return arguments(name, text, String.join("\n", expected));
  }

  /** The good catalogue with one place changed. */
  private static String edit(String from, String to) {
    if (!GOOD.contains(from)) {
      throw new IllegalArgumentException(from);
    }
    return GOOD.replace(from, to);
  }

  /** The good catalogue with more settings in its rule. */
  private static String set(String line) {
    return GOOD + "      " + line + "\n";
  }

  /** The good catalogue with more keys in its rule. */
  private static String rule(String... lines) {
    return GOOD + "    " + String.join("\n    ", lines) + "\n";
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        bad("empty", "", "bad.yaml:1:1: the file is empty"),
        bad("a comment alone", "# only\n", "bad.yaml:1:1: the file is empty"),
        bad("a list", "- a\n", "bad.yaml:1:1: the catalogue must be a mapping, not a list"),
        bad("text", "just text\n", "bad.yaml:1:1: the catalogue must be a mapping, not text"),
        bad(
            "not YAML",
            "a: [1,\n",
            "bad.yaml:2:1: not valid YAML: expected the node content, but found '<stream end>'"),
        bad(
            "not YAML, and a password near it",
            "password: \"hunter2 \\q\"\n",
            "bad.yaml:1:21: not valid YAML: found unknown escape character q(113); in double quotes"
                + " every \\ is an escape: use single quotes"),
        bad(
            "a control character",
            "a: \u0007\n",
            "bad.yaml:1:4: not valid YAML: U+0007 is not allowed"),
        bad(
            "a duplicate key",
            edit("title: T", "title: T\ntitle: U"),
            "bad.yaml:3:1: duplicate key 'title'; first used in line 2 already"),
        bad(
            "a second document",
            GOOD + "---\na: b\n",
            "bad.yaml:17:1: a second document; a file holds one"),
        bad(
            "an anchor",
            "catalogue: &x c\n",
            "bad.yaml:1:12: anchors (&) are not allowed; write the value out"),
        bad(
            "an alias",
            "catalogue: *x\n",
            "bad.yaml:1:12: aliases (*) are not allowed; write the value out"),
        bad(
            "a tag",
            "catalogue: !!str c\n",
            "bad.yaml:1:12: tags (!) are not allowed; take it out"),
        bad("a key that is a list", "? [a]\n: b\n", "bad.yaml:1:3: a key must be a word"),
        bad(
            "too deep",
            "a: " + "[".repeat(30) + "]".repeat(30) + "\n",
            "bad.yaml:1:24: nested deeper than 20 levels"),
        bad("too large", "# " + "x".repeat(8 << 20), "bad.yaml:1:1: file too large (limit 8 MiB)"),
        bad(
            "misspelt and missing keys",
            edit("catalogue: c", "catalog: c").replace("title: T", "title:"),
            "bad.yaml:1:1: the catalogue lacks 'catalogue'",
            "bad.yaml:1:1: unknown key 'catalog' in the catalogue; allowed: catalogue, title,"
                + " values, groups, rules (did you mean 'catalogue'?)",
            "bad.yaml:2:1: the catalogue lacks 'title'"),
        bad(
            "no rules",
            GOOD.substring(0, GOOD.indexOf("  - id")).replace("rules:", "rules: []"),
            "bad.yaml:7:8: rules is empty; a catalogue needs a rule"),
        bad(
            "wrong types at the top",
            "catalogue: c\ntitle: true\nrules: {}\nvalues: []\ngroups: []\n",
            "bad.yaml:2:8: title must be text, not 'true'; put it in quotes",
            "bad.yaml:3:8: rules must be a list, not a mapping; begin every rule with - id: …",
            "bad.yaml:4:9: values must be a mapping, not a list",
            "bad.yaml:5:9: groups must be a mapping, not a list"),
        bad(
            "a type of values that is none",
            edit("type: host", "type: hots"),
            "bad.yaml:4:20: unknown type 'hots'; allowed: host, hosts, domain, port, number,"
                + " status, realm, text, texts, path, flag, choice, url, unc, secret, servers (did"
                + " you mean 'host'?)"),
        bad(
            "a missing type, and nothing that follows from it",
            edit("type: choice, ", "") + "    when: sql.mode=fast\n",
            "bad.yaml:5:13: value 'sql.mode' lacks 'type'"),
        bad(
            "choices that are missing",
            edit("choices: [fast, slow], ", ""),
            "bad.yaml:5:13: 'choices' is allowed for type choice only"),
        bad(
            "choices where none belong",
            edit("type: host", "type: host, choices: [a]"),
            "bad.yaml:4:26: 'choices' is allowed for type choice only"),
        bad(
            "an example that does not fit",
            edit("type: host", "type: host, example: 'http://x/'"),
            "bad.yaml:4:26: 'http://x/' must be a host name or an address; write the host name"
                + " alone, without scheme and path"),
        bad(
            "an alternative that is no value",
            edit("type: host", "type: host, or: sql.hots"),
            "bad.yaml:4:3: unknown value 'sql.hots'; allowed: sql.host, sql.mode, sql.password (did"
                + " you mean 'sql.host'?)"),
        bad(
            "a default that refers to nothing",
            edit("type: host", "type: host, default: '${sql.hots}'"),
            "bad.yaml:4:3: unknown value 'sql.hots'; allowed: sql.host, sql.mode, sql.password (did"
                + " you mean 'sql.host'?)"),
        bad(
            "a default that does not fit",
            edit("type: host", "type: host, default: a b"),
            "bad.yaml:4:26: 'a b' must be a host name or an address"),
        bad(
            "names of values",
            edit(
                "rules:",
                String.join(
                        "\n  ",
                        "  sql.host.x: {type: text, about: X.}",
                        "proxy.y: {type: text, about: Y.}",
                        "Z_: {type: text, about: Z.}")
                    + "\nrules:"),
            "bad.yaml:7:3: 'sql.host.x' and 'sql.host' cannot both be values",
            "bad.yaml:8:3: 'proxy' is reserved in every site file",
            "bad.yaml:9:3: 'Z_' is not a valid name of a value; a valid one looks like sql.host"),
        bad(
            "a value that every site file has",
            edit("sql.host: {", "request.by: {type: text, about: X.}\n  sql.host: {"),
            "bad.yaml:4:3: 'request' is reserved in every site file"),
        bad(
            "a group's keys",
            edit(
                "title: T",
                "title: T\ngroups:\n  One: {external: maybe, from: here, adresses: all}"),
            "bad.yaml:4:19: external must be true or false, not 'maybe'",
            "bad.yaml:4:32: unknown from 'here'; allowed: appsanywhere, client, jump-host, outside",
            "bad.yaml:4:38: unknown key 'adresses' in group 'One'; allowed: external, rotating,"
                + " from, addresses, certificate (did you mean 'addresses'?)"),
        bad(
            "a group without rules",
            edit("title: T", "title: T\ngroups: {One: , Two: {addresses: most}}"),
            "bad.yaml:3:34: addresses must be all, any, or a number from 1, not 'most'"),
        bad(
            "a group that is none",
            edit("values:", "groups: {Inbound: , Outbound: }\nvalues:")
                .concat("    group: Outbond\n"),
            "bad.yaml:17:12: unknown group 'Outbond'; allowed: Inbound, Outbound (did you mean"
                + " 'Outbound'?)"),
        bad(
            "a group of a catalogue without groups",
            edit("id: sql.tds\n    from: client", "id: sql.tds\n    group: One"),
            "bad.yaml:9:12: unknown group 'One'; the catalogue has no groups: add them before its"
                + " rules, such as groups: {One: {from: appsanywhere}}"),
        bad(
            "a destination that no host is",
            edit("to: ${sql.host}", "to: 0.0.0.0"),
            "bad.yaml:10:9: to must be a host name or an address, not '0.0.0.0'; this is not the"
                + " address of one host"),
        bad(
            "an id with capitals",
            edit("id: sql.tds", "id: SQL"),
            "bad.yaml:8:9: id 'SQL' must be lower-case words joined by dots, such as sql.tds"),
        bad(
            "an id that ends with a dot",
            edit("id: sql.tds", "id: sql."),
            "bad.yaml:8:9: id 'sql.' must be lower-case words joined by dots, such as sql.tds"),
        bad(
            "an id with a word that begins with a hyphen",
            edit("id: sql.tds", "id: sql.-tds"),
            "bad.yaml:8:9: id 'sql.-tds' must be lower-case words joined by dots, such as sql.tds"),
        bad(
            "no id",
            edit("  - id: sql.tds\n    from", "  - from"),
            "bad.yaml:8:5: a rule lacks 'id'"),
        bad(
            "a duplicate id",
            GOOD + GOOD.substring(GOOD.indexOf("  - id")),
            "bad.yaml:16:9: duplicate id 'sql.tds'; first used in line 8 already"),
        bad(
            "a vantage that is none",
            edit("from: client", "from: clent"),
            "bad.yaml:9:11: unknown from 'clent'; allowed: appsanywhere, client, jump-host, outside"
                + " (did you mean 'client'?)"),
        bad(
            "no vantage",
            edit("    from: client\n", ""),
            "bad.yaml:8:5: rule sql.tds lacks 'from'; its group gives none either"),
        bad(
            "no destination",
            edit("    to: ${sql.host}\n", ""),
            "bad.yaml:8:5: rule sql.tds lacks 'to': its destination"),
        bad(
            "a URL for a host",
            edit("${sql.host}", "https://x.example/"),
            "bad.yaml:10:9: to must be a host name or an address, not 'https://x.example/'; write"
                + " the host name alone, without scheme and path"),
        bad(
            "a host with a port",
            edit("${sql.host}", "x.example:80"),
            "bad.yaml:10:9: to must be a host name or an address, not 'x.example:80'; write the"
                + " host name alone, without the port"),
        bad(
            "a value that is none",
            edit("${sql.host}", "${sql.hos}"),
            "bad.yaml:10:9: unknown value 'sql.hos'; allowed: sql.host, sql.mode, sql.password (did"
                + " you mean 'sql.host'?)"),
        bad(
            "a secret as a host",
            edit("${sql.host}", "${sql.password}"),
            "bad.yaml:10:9: sql.password is a secret; templates cannot hold it"),
        bad(
            "keys of a destination",
            edit("to: ${sql.host}", "to: [{hots: x}]"),
            "bad.yaml:10:10: an entry of 'to' lacks 'host'",
            "bad.yaml:10:11: unknown key 'hots' in an entry of 'to'; allowed: host, when, from (did"
                + " you mean 'host'?)"),
        bad(
            "two witnesses",
            edit("usage: Use.", "usage: Use.\n    witness: {servers: sql.tds, health-checks: 30s}"),
            "bad.yaml:14:14: 'witness' must be {servers: RULE}, or {health-checks: 30s, path:"
                + " /health}"),
        bad(
            "a witness that is no rule",
            edit("usage: Use.", "usage: Use.\n    witness: {servers: sql.tsd}"),
            "bad.yaml:8:5: unknown servers 'sql.tsd'; allowed: sql.tds (did you mean 'sql.tds'?)"),
        bad(
            "no port in a list",
            edit("1433/tcp", "[]"),
            "bad.yaml:11:11: port is empty: write 443/tcp, or a list of {from: client, is:"
                + " 443/tcp}"),
        bad(
            "a bad port for a vantage",
            edit("1433/tcp", "[{from: client, is: 70000/tcp}, {is: 1433/tcp}]"),
            "bad.yaml:11:31: port 70000 is not between 1 and 65535"),
        bad(
            "a port without a transport",
            edit("1433/tcp", "1433"),
            "bad.yaml:11:11: '1433' lacks a transport: write 1433/tcp or 1433/udp"),
        bad(
            "a port too large",
            edit("1433/tcp", "70000/tcp"),
            "bad.yaml:11:11: port 70000 is not between 1 and 65535"),
        bad(
            "a transport that is none",
            edit("1433/tcp", "1433/sctp"),
            "bad.yaml:11:11: '1433/sctp' lacks a transport: write 1433/tcp or 1433/udp"),
        bad(
            "a value that is no port",
            edit("1433/tcp", "${sql.host}/tcp"),
            "bad.yaml:11:11: 'server.example/tcp' is not a port: write it as 1433/tcp"),
        bad(
            "a protocol that is none",
            edit("protocol: every", "protocol: evry"),
            "bad.yaml:12:15: unknown protocol 'evry'; allowed: every (did you mean 'every'?)"),
        bad("no usage", edit("    usage: Use.\n", ""), "bad.yaml:8:5: rule sql.tds lacks 'usage'"),
        bad(
            "a misspelt key",
            edit("usage", "usge"),
            "bad.yaml:8:5: rule sql.tds lacks 'usage'",
            "bad.yaml:13:5: unknown key 'usge' in rule sql.tds; allowed: id, group, from, to, port,"
                + " protocol, with, login, discover, usage, external, rotating, addresses,"
                + " certificate, retired, keeper, absent, expect, severity, when, unless, needs,"
                + " unprobed, witness, note, advice (did you mean 'usage'?)"),
        bad(
            "settings: unknown",
            set("txt: a"),
            "bad.yaml:16:7: unknown key 'txt' in 'with' of rule sql.tds; allowed: must, text,"
                + " min-bytes, flag, pause, choice, texts, numbers, perhaps, count, other (did you"
                + " mean 'text'?)"),
        bad(
            "settings: a list for a text",
            set("text: [a]"),
            "bad.yaml:16:13: text must be text, not a list"),
        bad(
            "settings: a flag for a text",
            set("text: true"),
            "bad.yaml:16:13: text must be text, not 'true'; put it in quotes"),
        bad(
            "settings: a text for a number",
            set("min-bytes: many"),
            "bad.yaml:16:18: min-bytes must be a whole number, not 'many'"),
        bad(
            "settings: a quoted number",
            set("min-bytes: '4'"),
            "bad.yaml:16:18: min-bytes must be a whole number, not '4'; take off the quotes"),
        bad(
            "settings: an old flag",
            set("flag: yes"),
            "bad.yaml:16:13: flag must be true or false, not 'yes'"),
        bad(
            "settings: a number for a duration",
            set("pause: 5"),
            "bad.yaml:16:14: pause must be a duration such as 5s or 300ms, not '5'"),
        bad(
            "settings: a word that is none",
            set("choice: tow-words"),
            "bad.yaml:16:15: unknown choice 'tow-words'; allowed: one, two-words (did you mean"
                + " 'two-words'?)"),
        bad(
            "settings: a list with a wrong item",
            set("numbers: [1, b]"),
            "bad.yaml:16:20: numbers must be a whole number, not 'b'"),
        bad(
            "settings: a mapping for texts",
            set("texts: {a: b}"),
            "bad.yaml:16:14: texts must be text, not a mapping"),
        bad(
            "settings: refused by the record",
            set("text: refused"),
            "bad.yaml:15:7: 'with' of rule sql.tds: text is refused"),
        bad(
            "settings: a value that is none",
            set("text: ${sql.nope}"),
            "bad.yaml:16:13: unknown value 'sql.nope'; allowed: sql.host, sql.mode, sql.password"
                + " (did you mean 'sql.mode'?)"),
        bad(
            "settings: missing",
            edit("must: x", "text: x"),
            "bad.yaml:15:7: 'with' of rule sql.tds lacks 'must'"),
        bad(
            "settings: all missing",
            edit("    with:\n      must: x\n", ""),
            "bad.yaml:8:5: 'with' of rule sql.tds lacks 'must'"),
        bad(
            "settings: no mapping",
            edit("    with:\n      must: x\n", "    with: x\n"),
            "bad.yaml:14:11: with must be a mapping of settings, not 'x'"),
        bad(
            "an address policy",
            rule("addresses: 0"),
            "bad.yaml:16:16: addresses must be all, any, or a number from 1, not '0'"),
        bad(
            "cases",
            rule(
                "addresses: [{when: sql.host, is: 1}, {when: sql.mode=quick, is: all}, {of: any}]"),
            "bad.yaml:16:49: unknown word 'quick' for sql.mode; allowed: fast, slow",
            "bad.yaml:16:75: a case of 'addresses' lacks 'is'",
            "bad.yaml:16:76: unknown key 'of' in a case of 'addresses'; allowed: when, is"),
        bad(
            "words of the model",
            rule(
                "certificate: check",
                "severity: low",
                "absent: nobody",
                "keeper: balancer",
                "retired: soon",
                "external: 1",
                "rotating: 'true'"),
            "bad.yaml:16:18: unknown certificate 'check'; allowed: verify, report",
            "bad.yaml:17:15: unknown severity 'low'; allowed: required, advisory",
            "bad.yaml:18:13: unknown absent 'nobody'; allowed: dns, firewall, server,"
                + " load-balancer, accounts, proxy, site-file, vendor, this-host, rollcall",
            "bad.yaml:19:13: unknown keeper 'balancer'; allowed: dns, firewall, server,"
                + " load-balancer, accounts, proxy, site-file, vendor, this-host, rollcall",
            "bad.yaml:20:14: retired must be a date such as 2027-06-30, not 'soon'",
            "bad.yaml:21:15: external must be true or false, not '1'",
            "bad.yaml:22:15: rotating must be true or false, not 'true'; take off the quotes"),
        bad(
            "blocked without a control",
            rule("expect: blocked"),
            "bad.yaml:16:13: expect must be answer, {beside: RULE}, or {blocked: [DROPPED, …],"
                + " control: RULE}, not 'blocked'"),
        bad(
            "a fault that is none",
            rule("expect: {blocked: [DROPED]}"),
            "bad.yaml:16:13: 'expect' lacks 'control'",
            "bad.yaml:16:24: unknown blocked 'DROPED'; allowed: NAME_NOT_FOUND, NAME_SERVER_FAILED,"
                + " NO_ROUTE, DROPPED, REJECTED, REFUSED, RESET, CLOSED, TIMED_OUT, IDLE_CUT,"
                + " UNREACHABLE, TLS_FAILED, UNTRUSTED, INTERCEPTED, WRONG_NAME, EXPIRED,"
                + " BLOCK_PAGE, UNEXPECTED, MALFORMED, DENIED, INTERNAL (did you mean 'DROPPED'?)"),
        bad(
            "a fault that proves nothing",
            rule("expect: {blocked: [NAME_NOT_FOUND], control: sql.tds}"),
            "bad.yaml:8:5: control 'sql.tds' must be a rule that expects an answer",
            "bad.yaml:16:24: NAME_NOT_FOUND never proves that a path is blocked"),
        bad(
            "a control that is none",
            rule("expect: {control: sql.td}"),
            "bad.yaml:8:5: unknown control 'sql.td'; allowed: none"),
        bad(
            "a control that wants no answer",
            rule("expect: {control: sql.tds}"),
            "bad.yaml:8:5: control 'sql.tds' must be a rule that expects an answer"),
        bad(
            "a rule that stands beside none",
            rule("expect: {beside: sql.td}"),
            "bad.yaml:8:5: unknown beside 'sql.td'; allowed: none"),
        bad(
            "a rule that stands beside nothing",
            rule("expect: {beside: }"),
            "bad.yaml:16:14: 'expect' lacks 'beside'"),
        bad(
            "a rule beside itself",
            rule("expect: {beside: sql.tds, control: web}"),
            "bad.yaml:8:5: beside 'sql.tds' must be a rule that expects an answer",
            "bad.yaml:16:31: unknown key 'control' in 'expect'; allowed: beside"),
        bad(
            "conditions",
            rule("when: sql.hosts", "unless: sql.mode=quick", "needs: [sql.hots]"),
            "bad.yaml:16:11: unknown value 'sql.hosts'; allowed: sql.host, sql.mode, sql.password"
                + " (did you mean 'sql.host'?)",
            "bad.yaml:17:13: unknown word 'quick' for sql.mode; allowed: fast, slow",
            "bad.yaml:18:13: unknown value 'sql.hots'; allowed: sql.host, sql.mode, sql.password"
                + " (did you mean 'sql.host'?)"),
        bad(
            "a login",
            rule("login: {user: sql.nobody, password: sql.host, relm: sql.host}"),
            "bad.yaml:16:19: unknown value 'sql.nobody'; allowed: sql.host, sql.mode, sql.password",
            "bad.yaml:16:41: unknown secret 'sql.host'; allowed: sql.password",
            "bad.yaml:16:51: unknown key 'relm' in 'login'; allowed: user, password, realm, domain"
                + " (did you mean 'realm'?)"),
        bad(
            "a login without a user",
            rule("login: {password: sql.password}"),
            "bad.yaml:16:12: 'login' lacks 'user'"),
        bad(
            "discovery and a note",
            rule("discover: _ldap.${sql.nope}", "note: [a]"),
            "bad.yaml:16:15: unknown value 'sql.nope'; allowed: sql.host, sql.mode, sql.password"
                + " (did you mean 'sql.mode'?)",
            "bad.yaml:17:11: note must be text, not a list"));
  }
}
