package dev.rollcall.probe.login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which account is which, and where its credentials may go. */
class AccountTest {
  @ParameterizedTest
  @CsvSource({
    "svc, UNI.EDU, svc@uni",
    "SVC, uni.edu, svc@uni",
    "UNI\\svc, OTHER.EDU, svc@uni",
    "svc@uni.edu, OTHER.EDU, svc@uni",
    "svc@sub.uni.edu, UNI.EDU, svc@sub",
    "svc2, UNI.EDU, svc2@uni",
    "a@b@uni.edu, X, a@b@uni",
    "svc, '', svc@"
  })
  void spellingsOfOneAccountAreOne(String user, String domain, String key) {
    assertEquals(key, Account.of(user, domain).key());
  }

  @ParameterizedTest
  @CsvSource({
    "apikey, smtp.sendgrid.net, apikey@smtp.sendgrid.net",
    "apikey, SMTP.office365.com, apikey@smtp.office365.com",
    "sa, 10.1.2.3, sa@10.1.2.3",
    "sa, 2001:db8::1, sa@2001:db8::1",
    "svc@uni.edu, smtp.office365.com, svc@uni",
    "UNI\\svc, mssql.uni.edu, svc@uni"
  })
  void accountsOfTwoServersAreTwo(String user, String host, String key) {
    assertEquals(key, Account.onServer(user, host).key());
  }

  @ParameterizedTest
  @CsvSource({
    "appsanywhere_user, mssql.uni.edu, appsanywhere_user@mssql.uni.edu",
    "UNI\\svc, OTHER.EDU, svc@UNI",
    "svc@uni.edu, OTHER.EDU, svc@uni.edu",
    "svc, '', svc"
  })
  void reportsNameItAsTheSiteFileDoes(String user, String domain, String qualified) {
    Account account = Account.of(user, domain);
    assertEquals(user, account.toString());
    assertEquals(qualified, account.qualified());
  }

  @ParameterizedTest
  @CsvSource({
    "dc1.uni.edu, true",
    "DC1.UNI.EDU., true",
    "dc9.uni.edu, true",
    "uni.edu, false",
    "dc1.uni.edu.attacker.example, false",
    "evil-uni.edu, false",
    "files.other.edu, true",
    "sub.files.other.edu, false"
  })
  void credentialsGoToNamedHostsAndBelowTheDomain(String host, boolean covered) {
    Grant grant =
        new Grant(
            "ad.ldaps",
            Account.of("svc", "UNI.EDU"),
            new Secret("x".toCharArray()),
            Set.of("dc1.uni.edu", "files.other.edu"),
            Optional.of("uni.edu"));
    assertEquals(covered, grant.covers(host));
  }
}
