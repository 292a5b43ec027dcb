package dev.rollcall.campus.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Stand-ins on their real ports, met by the clients that people use. Each receives a password, and
 * none stores it.
 */
@Tag("campus")
class StandInsIT {
  /** A place where no server is, so that every port is free. */
  private static final String PLACE = "jump";

  private static final String SECRET = "correct-horse-7";
  private static final String MARK = "Rollcall stand-in";
  private static Campus campus;
  private static Process standIns;

  @BeforeAll
  static void standIn() throws Exception {
    campus = Campus.up();
    standIns =
        campus.start(
            PLACE,
            List.of(),
            Map.of(),
            "answer",
            "--site=" + campus.file("site.yaml"),
            "--as=ldaps,kerberos,ntp,smtp,ssh,icons.api,repo.epel,analytics",
            "--for=10m",
            "--report=json=" + campus.file("stand-ins.json"));
    for (int port : List.of(636, 587, 22, 80, 443, 19999)) {
      campus.awaitListening(PLACE, standIns, "-lt sport = :" + port);
    }
    // The table has Kerberos over UDP only.
    campus.awaitListening(PLACE, standIns, "-lu sport = :88");
    campus.awaitListening(PLACE, standIns, "-lu sport = :123");
  }

  @AfterAll
  static void theLogNamesClientsAndNoPassword() throws Exception {
    // Every command on the way there has become the next one: this is the JVM itself.
    String pid = Long.toString(standIns.pid());
    assertEquals(0, new ProcessBuilder("kill", "-TERM", pid).start().waitFor());
    Campus.Said said = campus.finish(standIns);
    assertEquals(143, said.exit(), said.toString());
    Path json = campus.file("stand-ins.json");
    String log = Files.readString(json) + said.out() + said.err();
    Files.delete(json);
    assertTrue(log.contains("127.0.0.1"), log);
    // As it is, and in base64: alone, and behind the user's name.
    for (String form : List.of(SECRET, "Y29ycmVjdC1ob3JzZS03", "YWxpY2U6Y29ycmVjdC1ob3JzZS03")) {
      assertFalse(log.contains(form), log);
    }
  }

  private static Campus.Said run(Map<String, String> environment, String command) {
    return campus.exec(PLACE, environment, "timeout", "60", "sh", "-c", command + " </dev/null");
  }

  private static void assertSays(String text, Campus.Said said) {
    assertTrue((said.out() + said.err()).contains(text), said::toString);
  }

  @Test
  void curlIsAnsweredOverHttpHttpsAndOnThePortOfNoKnownProtocol() {
    String curl = "curl --silent --show-error --include --user alice:" + SECRET + " ";
    Campus.Said plain = run(Map.of(), curl + "http://127.0.0.1/");
    assertEquals(0, plain.exit(), plain.toString());
    assertSays("HTTP/1.1 200", plain);
    assertSays("Server: " + MARK, plain);
    Campus.Said secured =
        run(
            Map.of(),
            curl
                + "--insecure --connect-to mirrors.fedoraproject.org:443:127.0.0.1:443"
                + " 'https://mirrors.fedoraproject.org/metalink?repo=epel-7&arch=x86_64'");
    assertEquals(0, secured.exit(), secured.toString());
    assertSays("Server: " + MARK, secured);
    assertSays("<metalink", secured);
    Campus.Said untrusted = run(Map.of(), "curl --silent https://127.0.0.1/");
    assertEquals(60, untrusted.exit(), untrusted.toString());
    Campus.Said analytics = run(Map.of(), curl + "http://127.0.0.1:19999/");
    assertEquals(0, analytics.exit(), analytics.toString());
    assertSays("Server: " + MARK, analytics);
  }

  @Test
  void ldapsearchReadsTheRootDseAndMayNotLogIn() {
    Map<String, String> trusting = Map.of("LDAPTLS_REQCERT", "never");
    String client = "ldapsearch -LLL -x -H ldaps://127.0.0.1 -s base -b ";
    Campus.Said found = run(trusting, client + "'' namingContexts vendorName");
    assertEquals(0, found.exit(), found.toString());
    assertSays("vendorName: " + MARK, found);
    assertSays("namingContexts: dc=uni,dc=edu", found);
    Campus.Said refused = run(trusting, client + "'' -D cn=alice -w " + SECRET);
    assertEquals(53, refused.exit(), refused.toString());
    assertSays(MARK, refused);
    assertEquals(50, run(trusting, client + "dc=uni,dc=edu").exit());
  }

  @Test
  void kinitLearnsThatThereIsNoSuchAccount() throws IOException {
    Path conf = campus.file("stand-in-krb5.conf");
    Files.writeString(
        conf,
        """
        [libdefaults]
          dns_lookup_kdc = false
          dns_lookup_realm = false
        [realms]
          UNI.EDU = {
            kdc = 127.0.0.1
          }
        """);
    Campus.Said said =
        campus.exec(
            PLACE,
            Map.of("KRB5_CONFIG", conf.toString(), "KRB5_TRACE", "/dev/stderr"),
            "sh",
            "-c",
            "echo " + SECRET + " | timeout 60 kinit -c FILE:/dev/null alice@UNI.EDU");
    Files.delete(conf);
    assertEquals(1, said.exit(), said.toString());
    assertSays("from dgram 127.0.0.1:88", said);
    assertSays("Client 'alice@UNI.EDU' not found in Kerberos database", said);
    // No client asked for its password's key.
    assertFalse(said.err().contains("PA-ENC-TIMESTAMP"), said.err());
  }

  @Test
  void ntpdigAndChronyReadTheTimeAndDoNotFollowIt() {
    Campus.Said dig = run(Map.of(), "ntpdig 127.0.0.1");
    assertEquals(0, dig.exit(), dig.toString());
    assertSays(" 127.0.0.1 s15 no-leap", dig);
    Campus.Said chrony =
        run(Map.of(), "chronyd -Q -t 20 -f /dev/null 'server 127.0.0.1 iburst maxsamples 1'");
    assertEquals(0, chrony.exit(), chrony.toString());
    assertSays("System clock wrong by", chrony);
  }

  @Test
  void swaksIsGreetedAndMayNeitherLogInNorSend() {
    String client = "swaks --server 127.0.0.1 --port 587 --tls --helo jump.uni.edu ";
    Campus.Said greeted = run(Map.of(), client + "--quit-after EHLO");
    assertEquals(0, greeted.exit(), greeted.toString());
    assertSays("ESMTP " + MARK, greeted);
    assertSays("TLS started", greeted);
    Campus.Said mail = run(Map.of(), client + "--from a@uni.edu --to b@rollcall.test");
    assertSays("<~* 550 5.7.1", mail);
    // No login that it knows is offered; it says so before a byte of the password is sent.
    String login = "--auth PLAIN --auth-user alice --auth-password " + SECRET;
    Campus.Said refused = run(Map.of(), client + login + " --to b@rollcall.test");
    assertEquals(28, refused.exit(), refused.toString());
    assertFalse(refused.out().contains(" ~> AUTH"), refused.out());
  }

  @Test
  void sshSeesAHostKeyAndIsSentAway() {
    Campus.Said scan = run(Map.of(), "ssh-keyscan 127.0.0.1");
    assertEquals(0, scan.exit(), scan.toString());
    assertSays("127.0.0.1 ssh-ed25519 AAAA", scan);
    assertSays("SSH-2.0-Rollcall_stand_in", scan);
    Campus.Said said =
        run(
            Map.of(),
            "ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
                + " alice@127.0.0.1 true");
    assertEquals(255, said.exit(), said.toString());
    assertSays("Received disconnect from 127.0.0.1 port 22:11: " + MARK, said);
  }
}
