package dev.rollcall.campus.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.model.RuleResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a login meets at the mail relay, postfix and dovecot, by the command line. */
@Tag("campus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmtpLoginIT {
  private static final String RULE = "mail.smtp";

  @AfterAll
  void clearFaults() {
    Campus.up();
  }

  private static RuleResult check(Path site, String... more) {
    return run(Campus.up(), site, more);
  }

  /** With a history of its own: what another test's login met is not to be remembered. */
  private static RuleResult run(Campus campus, Path site, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--only", RULE, "--timeout", "20s"));
    arguments.addAll(List.of("--history", campus.history().toString()));
    arguments.addAll(List.of(more));
    return only(campus.check("appliance", site, List.of(), arguments.toArray(String[]::new)));
  }

  /** As {@link #check}, with a fault on. */
  private static RuleResult check(String fault, Path site) {
    Campus campus = Campus.up();
    campus.fault(fault);
    return run(campus, site);
  }

  private static RuleResult only(Campus.Checked checked) {
    assertFalse(checked.said().toString().contains("Passw0rd"), checked.said()::toString);
    assertEquals(1, checked.run().results().size());
    return checked.run().results().get(0);
  }

  private static Path sound() {
    return Campus.up().file("site-credentials.yaml");
  }

  private static void stands(RuleResult result, String standing, String... words) {
    assertEquals(
        standing,
        result.verdict().status()
            + result.verdict().cause().map(fault -> " " + fault.cause()).orElse("")
            + result
                .verdict()
                .cause()
                .flatMap(fault -> fault.clue())
                .map(clue -> " " + clue)
                .orElse("")
            + result.verdict().owner().map(owner -> " " + owner).orElse(""),
        result.verdict()::toString);
    for (String word : words) {
      assertTrue(
          result.verdict().toString().contains(word),
          () -> word + " is missing in: " + result.verdict());
    }
  }

  private static String log(String name) throws IOException {
    return Files.readString(Campus.up().file("log/" + name), StandardCharsets.ISO_8859_1);
  }

  private static long auths() throws IOException {
    return log("dovecot.out").lines().filter(line -> line.contains("client in: AUTH")).count();
  }

  private static long mails(String to) throws IOException {
    return log("postfix.out")
        .lines()
        .filter(line -> line.contains("to=<" + to + ">") && line.contains("status=sent"))
        .count();
  }

  @Test
  void theAccountLogsInOnceAndSendsNothing() throws IOException {
    long before = auths();
    long accepted = log("postfix.out").lines().filter(line -> line.contains("queued as")).count();
    RuleResult result = check(sound());
    stands(result, "PASS", "apikey");
    assertTrue(result.evidence().toString().contains("smtp.login, text=apikey (PLAIN)"));
    assertEquals(before + 1, auths());
    assertEquals(
        accepted, log("postfix.out").lines().filter(line -> line.contains("queued as")).count());
    assertFalse(log("postfix.out").contains("from=<apikey"), "a mail was begun");
  }

  @Test
  void aWrongPasswordIsSaidOnce() throws IOException {
    long before = auths();
    Path site = Campus.up().credentials("apikey", "apikey", "Wrong-Passw0rd");
    stands(
        check(site),
        "FAIL AUTHENTICATE DENIED CREDENTIALS SITE_FILE",
        "the user or the password is wrong: 535 5.7.8",
        "Correct the user in the site file");
    assertEquals(before + 1, auths());
  }

  @Test
  void anAccountThatTheRelayRefusesOrDoesNotKnow() throws IOException {
    long before = auths();
    stands(
        check("smtp-auth-refused", sound()),
        "FAIL AUTHENTICATE DENIED CREDENTIALS SITE_FILE",
        "535 5.7.8");
    stands(
        check(Campus.up().credentials("apikey", "nobody", "Wrong-Passw0rd")),
        "FAIL AUTHENTICATE DENIED CREDENTIALS SITE_FILE",
        "nobody");
    assertEquals(before + 2, auths());
  }

  @Test
  void withoutTlsNothingIsSent() throws IOException {
    long before = auths();
    stands(
        check("smtp-no-starttls", sound()), "FAIL EXCHANGE UNEXPECTED VENDOR", "STARTTLS is not");
    Path clear =
        Campus.up()
            .site(
                "site-credentials.yaml",
                "mail-in-clear.yaml",
                site -> site.replace("mail: {", "mail: {tls: none, "));
    stands(
        check("smtp-no-starttls", clear),
        "INCONCLUSIVE VENDOR",
        "apikey not tried",
        "a credential never goes in clear");
    stands(check("smtp-no-auth", sound()), "FAIL EXCHANGE UNEXPECTED VENDOR", "no login (AUTH)");
    assertEquals(before, auths());
    stands(check("smtp-auth-in-clear", sound()), "PASS", "apikey");
    assertEquals(before + 1, auths());
    assertTrue(auths() > 0 && log("dovecot.out").contains("secured"), "inside TLS");
  }

  @Test
  void anUntrustedRelayGetsNoCredentials() throws IOException {
    long before = auths();
    stands(check("self-signed:smtp.sendgrid.net", sound()), "FAIL TLS INTERCEPTED PROXY");
    assertEquals(before, auths());
  }

  @Test
  void aTestMailIsDeliveredWhereItIsAskedFor() throws Exception {
    RuleResult result = check(sound(), "--send-mail-to", "somebody@uni.edu");
    stands(result, "PASS", "apikey");
    assertTrue(
        result.evidence().toString().contains("smtp.mail, text=250 2.0.0 Ok: queued as "),
        result.evidence()::toString);
    for (int looks = 0; looks < 100 && mails("somebody@uni.edu") == 0; looks++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertEquals(1, mails("somebody@uni.edu"));
    assertTrue(log("postfix.out").contains("relay=none"), "the discard transport");
  }

  @Test
  void aRecipientThatTheRelayRefuses() {
    stands(
        check(sound(), "--send-mail-to", "refused@uni.edu"),
        "FAIL AUTHENTICATE DENIED ACCESS_DENIED ACCOUNTS",
        "does not accept mail to refused@uni.edu: 554 5.7.1");
  }

  private static Campus.Checked notified(Campus campus, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--only", "sql.tds", "--timeout", "20s"));
    arguments.addAll(List.of(more));
    // Not sound(): that clears the faults.
    Path site = campus.file("site-credentials.yaml");
    return campus.check("appliance", site, List.of(), arguments.toArray(String[]::new));
  }

  /** By the relay, the trust and the login of the mail rule, which itself is not checked. */
  @Test
  void aNotificationGoesThroughTheMailRulesRelay() throws Exception {
    Campus campus = Campus.up();
    long before = auths();
    Campus.Checked checked =
        notified(
            campus,
            "--notify",
            "mailto:helpdesk@uni.edu,network@uni.edu",
            "--notify-from",
            "rollcall@uni.edu");
    assertEquals(0, checked.said().exit(), checked.said()::toString);
    assertFalse(checked.said().toString().contains("Passw0rd"), checked.said()::toString);
    assertEquals(before + 1, auths());
    for (String to : List.of("helpdesk@uni.edu", "network@uni.edu")) {
      for (int looks = 0; looks < 100 && mails(to) == 0; looks++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertEquals(1, mails(to), to);
    }
    assertTrue(log("postfix.out").contains("from=<rollcall@uni.edu>"));
    assertTrue(log("postfix.out").lines().anyMatch(l -> l.matches(".*message-id=<.*@uni.edu>")));
  }

  @Test
  void aNotificationThatTheRelayDoesNotTakeIsSaid() {
    Campus campus = Campus.up();
    Campus.Checked refused = notified(campus, "--notify", "mailto:refused@uni.edu");
    assertEquals(74, refused.said().exit(), refused.said()::toString);
    assertTrue(
        refused.said().err().contains("--notify: mail to refused@uni.edu: not sent: "),
        refused.said()::err);
    assertTrue(refused.said().err().contains("554 5.7.1"), refused.said()::err);
    campus.fault("smtp-no-starttls");
    Campus.Checked clear = notified(campus, "--notify", "mailto:helpdesk@uni.edu");
    assertEquals(74, clear.said().exit(), clear.said()::toString);
    assertTrue(clear.said().err().contains("STARTTLS is not offered"), clear.said()::err);
  }
}
