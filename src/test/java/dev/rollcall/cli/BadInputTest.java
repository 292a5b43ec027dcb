package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.probe.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every wrong word on the command line and in a file: exit 2, a sentence, nothing probed. */
class BadInputTest {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rw-------");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                     | Missing command: check, init, list
          chek                                   | there is no command 'chek' (did you mean 'check'?)
          chek --help                            | there is no command 'chek' (did you mean 'check'?)
          credentials                            | there is no command 'credentials'; the commands are check, init, list
          credentials --help                     | there is no command 'credentials'; the commands are check, init, list
          credentials --version                  | there is no command 'credentials'; the commands are check, init, list
          help chek                              | there is no command 'chek'
          check --nope                           | Unknown option: '--nope'
          check --nope 5                         | Unknown option: '--nope'
          check --nope 5 --nupe                  | Unknown options: '--nope', '--nupe'
          check --stict                          | Possible solutions: --strict
          check more                             | 'more' is not expected here
          check more words                       | 'more' and 'words' are not expected here
          check @more                            | '@more' is not expected here
          check --strict=abc                     | --strict takes no value: leave out '=abc'
          check --site                           | Missing required parameter for option '--site'
          check --quiet --verbose                | --quiet and --verbose cannot be combined: give one of them
          check --parallel 0                     | '0' is not a number from 1 to 1000
          check --parallel many                  | 'many' is not a number from 1 to 1000
          check --rate 20                        | '20' is not a rate: write it as 20/s
          check --rate 0/s                       | '0/s' is not a rate: write it as 20/s
          check --samples 0                      | '0' is not a number from 1 to 1000
          check --samples 1001                   | '1001' is not a number from 1 to 1000
          check --timeout 5                      | write it as 500ms, 5s, 2m, 1h or 1d, at most 366d
          check --timeout 0s                     | '0s' is too short: it must be more than 0
          check --deadline 367d                  | '367d' is not a duration
          check --deadline soon                  | 'soon' is not a duration
          check --from moon                      | use one of appsanywhere, client, jump-host, outside
          list --from moon                       | use one of appsanywhere, client, jump-host, outside
          check --only none.*                    | --only none.* matches no rule of the vantage appsanywhere
          check --confirm 1001                   | '1001' is not a number from 0 to 1000
          check --only time.0,nope*              | --only nope* matches no rule of the vantage appsanywhere
          list --only nope*,time.0,nape          | --only nope* matches no rule of the vantage appsanywhere; --only nape matches no rule
          list --only lb.sso                     | (rules with --from client match it)
          lint --only ,                          | --only has an empty pattern
          lint --only time.0,                    | --only has an empty pattern
          explain sql.tds --only time.0          | Unknown option: '--only'
          check --keep-days 5                    | --keep-days needs --history DIR
          check --keep-mebibytes 5               | --keep-mebibytes needs --history DIR
          check --history=                       | '--history': the path is empty: name one
          check --site=                          | '--site': the path is empty: name one
          check --checks=                        | '--checks': the path is empty: name one
          check --key-file=                      | '--key-file': the path is empty: name the file
          drift --history=                       | '--history': the path is empty: name one
          drift accept --history=                | '--history': the path is empty: name one
          bundle --history=h --out=              | '--out': the path is empty: name one
          bundle --redact-key=                   | '--redact-key': the path is empty: name one
          answer --certificate= --certificate-key=k | '--certificate': the path is empty: name one
          answer --site=                         | '--site': the path is empty: name one
          check --all                            | --all needs --report change-request=FILE
          check --allow-credentials              | --allow-credentials needs --checks FILE
          check --only time.0 --send-mail-to a@b.uni.edu | --send-mail-to needs the rule mail.smtp, which this run does not probe
          init --set foo                         | option '--set'
          check --send-mail-to nobody            | 'nobody' is not a mail address; write it as name@domain
          check --send-mail-to a@b>c             | is not a mail address
          check --notify nobody@uni.edu          | write it as mailto:ADDRESS, or as FORM=PLACE
          check --notify mailto:nobody           | 'nobody' is not a mail address; write it as mailto:name@domain
          check --notify irc=file:x              | 'irc' is not a form: write it as mailto:ADDRESS, or as FORM=PLACE
          check --notify slack=https://h/x       | the URL is a secret, and every user can read a command line; write the URL into a file
          check --notify json=http://h/x         | http:// is for a server on this host only
          check --notify-from a@b                | --notify-from needs --notify mailto:ADDRESS
          check --report junit                   | write it as FORMAT=FILE
          check --report junit=                  | write it as FORMAT=FILE
          check --report pdf=x                   | 'pdf' is not a report format: use one of json, jsonl, junit, console, prometheus
          check --report change-request=x.pdf    | end its file's name in .md, .csv or .txt
          check --report json=- --report junit=- | only one --report can go to standard output
          check --report json=x --report junit=x | two reports would be written to x
          check --report json=/dev/stdout --report junit=- | only one --report can go to standard output
          render --report json=- --report junit=- r | only one --report can go to standard output
          render                                 | Missing required parameter: 'RUN.json'
          bundle                                 | Missing required option: '--out=FILE'
          bundle --out x.zip                     | name the folder of the stored runs with --history DIR
          bundle --out x.zip --history h --from moon | use one of appsanywhere, client, jump-host, outside
          bundle --out x.zip --history none      | there is no folder none: name one that check --history wrote
          drift --history none                   | there is no folder none: name one that check --history wrote
          drift accept --history none            | there is no folder none: name one that check --history wrote
          explain                                | Missing required parameter: 'RULE'
          explain sql.tdd                        | there is no rule 'sql.tdd' (did you mean 'sql.tds'?)
          explain droped                         | there is no rule 'droped' (did you mean 'dropped'?)
          explain not_found                      | `java -jar rollcall.jar list` shows the ids, and `java -jar rollcall.jar explain --help` the causes
          explain sql                            | there is no rule 'sql' (did you mean 'sql.tds' or 'sql.browser'?)
          explain CONNECT DROPED                 | there is no rule 'CONNECT DROPED'
          check --only SQL.*                     | --only SQL.* matches no rule of the vantage appsanywhere (did you mean 'sql.*'?)
          init --probe --yes                     | --probe probes while you answer, and --yes asks nothing: leave one of them out
          explain inbound.ssh --from client      | is not probed from client; give --from jump-host
          """)
  void commandLine(String line, String sentence) {
    // A line that is taken by mistake must not probe the destinations of the catalogue.
    String harmless =
        line.contains("--deadline") ? line : line.replaceFirst("^check ", "check --deadline 1ms ");
    Said said = Said.to(harmless.isEmpty() ? new String[0] : harmless.split(" +", -1));
    refused(said, sentence);
    assertTrue(said.err().contains("--help'."), said::err);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                             | the file is empty
          'hello'                                        | must be a mapping, not text
          '- a'                                          | must be a mapping, not a list
          'sql: ['                                       | :1:7: not valid YAML
          'sqll: {host: a}'                              | unknown key 'sqll' in the site file
          'sql: {hst: a}'                                | (did you mean 'host'?)
          'sql: [a]'                                     | 'sql' must be a mapping, not a list
          'sql: {host: a, port: abc}'                    | sql.port must be a port between 1 and 65535
          'sql: {host: a}'                               | directory.realm is missing; set it
          'sql: {host: a, password: Planted-4711}'       | sql.password is a password in plain text
          'sql: {host: a, password: [Planted-4711]}'     | sql.password
          'sql: {host: a, password: {env: A, file: Planted-4711}}' | sql.password
          'mail: {password: "Planted-4711'               | not valid YAML
          'trust: {internal: [none.pem]}'                | none.pem; relative paths start at the site file's folder
          'trust: {internal: [.]}'                       | is a folder; name a certificate file in it
          'rules: {sql.tdd: {skip: x}}'                  | did you mean 'sql.tds'?
          'rules: {sql.tds: {skip: x, until: soon}}'     | 'soon'
          'rules: {mail.smtp: {skip: ""}}'               | 'skip' needs a reason: say why rule mail.smtp
          'rules: {mail.smtp: {skip: " "}}'              | 'skip' needs a reason: say why rule mail.smtp
          """)
  void siteFile(String yaml, String sentence) throws IOException {
    Path site = Files.writeString(folder.resolve("site.yaml"), yaml);
    for (String command : new String[] {"check", "list", "lint"}) {
      Said said = Said.to(command, "--site", site.toString());
      refused(said, sentence);
      assertTrue(said.err().startsWith(site + ":"), said::err);
      // The folder's name is made of random digits.
      String without = said.err().replace(folder.toString(), "");
      assertFalse(without.contains("4711"), said::err);
    }
  }

  @Test
  void filesThatAreNone() throws Exception {
    Path binary = Files.write(folder.resolve("binary"), new byte[] {0x7f, 'E', 'L', 'F', -1, 0});
    String none = folder + "/none: there is no such file: correct its name, or create it";
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    String waits = pipe + ": this is a named pipe, a socket or a device, and reading it could wait";
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    Path latin =
        Files.writeString(
            folder.resolve("latin"), "a: b\n# gr\u00fc\u00df", StandardCharsets.ISO_8859_1);
    for (String option : new String[] {"--site", "--checks"}) {
      refused(Said.to("lint", option, latin.toString()), latin + ":2:5: not UTF-8");
      refused(Said.to("lint", option, folder + "/none"), none);
      refused(Said.to("lint", option, loop.toString()), loop + ": its links form a circle: name");
      refused(Said.to("lint", option, folder.toString()), folder + ": this is a folder: name a");
      refused(Said.to("lint", option, pipe.toString()), waits);
      refused(Said.to("lint", option, binary.toString()), "not UTF-8");
    }
    refused(Said.to("render", folder + "/none"), none);
    refused(Said.to("render", pipe.toString()), waits);
    Path key =
        Files.createFile(folder.resolve("key"), PosixFilePermissions.asFileAttribute(PRIVATE));
    refused(
        Said.to("answer", "--certificate", pipe.toString(), "--certificate-key", key.toString()),
        pipe + " was not read: this is a named pipe");
    refused(Said.to("render", folder.toString()), folder + ": this is a folder");
    refused(Said.to("render", binary.toString()), "not a run document");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                        | the file is empty: make it again with check --report json=FILE
          '[]'                                      | its "format" is not "rollcall.run"
          '{"format":"rollcall.run","version":99}'  | run document version 99, this Rollcall reads versions 2 to 5: read it with the Rollcall that wrote it, or a newer one
          '{"format":"rollcall.run","version":1}'   | run document version 1, this Rollcall reads versions 2 to 5: read it with the Rollcall that wrote it
          '{"format":"rollcall.run"}'               | run document without a version: make it again with check --report json=FILE
          '{"format":"rollcall.run","version":2}'   | a key is missing
          '{"format":"rollcall.run","version":3}'   | a key is missing
          '{"format":"rollcall.run","version":4}'   | is missing
          '{"format":"rollcall.run",'               | :1:26: not a run document
          '{'                                       | expected close marker for Object; make it again with check --report json=FILE
          '<testsuites/>'                           | :1:1: not a run document
          """)
  void runDocument(String json, String sentence) throws IOException {
    Path file = Files.writeString(folder.resolve("run.json"), json, StandardCharsets.UTF_8);
    Said said = Said.to("render", file.toString());
    refused(said, sentence);
    assertFalse(said.err().contains("Deserialization"), said::err);
    assertFalse(said.err().contains("Source:"), said::err);
    assertFalse(said.err().contains("version 1") && said.err().contains("newer"), said::err);
  }

  @Test
  void twoReportsThroughALinkWithoutATarget() throws Exception {
    Path file = folder.resolve("b");
    Path link = Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
    try (Peer peer = Peer.serving(socket -> {})) {
      String checks = Own.catalogue(folder, "a", peer.address()).toString();
      refused(
          Said.to("check", "--checks", checks, "--report", "json=" + link, "--report=html=" + file),
          "two reports would be written to " + file);
      assertEquals(0, peer.connections());
    }
  }

  @Test
  void nothingIsProbedBeforeEverythingIsRight() throws Exception {
    try (Peer peer = Peer.serving(socket -> {})) {
      Path checks = Own.catalogue(folder, "a", peer.address());
      refused(Said.to("check", "--checks", checks.toString(), "--only", "b"), "matches no rule");
      refused(Said.to("check", "--checks", checks.toString(), "--report", "x=y"), "'x'");
      Path site = Files.writeString(folder.resolve("site.yaml"), "nonsense: 1\n");
      refused(
          Said.to("check", "--checks", checks.toString(), "--site", site.toString()), "nonsense");
      assertEquals(0, peer.connections());
    }
  }

  private static void refused(Said said, String sentence) {
    assertEquals(2, said.exit(), said::toString);
    assertEquals("", said.out());
    assertTrue(said.err().contains(sentence), said::err);
    assertFalse(said.err().contains("\tat "), said::err);
  }
}
