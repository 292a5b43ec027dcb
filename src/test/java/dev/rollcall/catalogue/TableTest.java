package dev.rollcall.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.RuleTemplate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vendor's table, complete and readable. */
class TableTest {
  /** Every row, in the order of the vendor's page and of what it says around its tables. */
  private static final List<String> ROWS =
      List.of(
          "inbound.portal",
          "inbound.ssh",
          "inbound.ssh-private",
          "inbound.server-private",
          "inbound.peer-installers",
          "lb.redirect",
          "lb.redirect-uri",
          "lb.service",
          "lb.https-backend",
          "lb.persistence",
          "lb.sso",
          "lb.health",
          "lb.health-interval",
          "sql.tds",
          "sql.browser",
          "ad.ldaps",
          "ad.kerberos",
          // Not the vendor's: the table forgets it.
          "ad.kerberos-tcp",
          "peer.installers",
          "cloudpaging",
          "parallels",
          "analytics",
          "files.smb",
          "time.0",
          "time.1",
          "time.2",
          "time.3",
          "time.servers",
          "icons.api",
          "registration",
          "icons.cdn",
          "repo.centos-mirrorlist",
          "repo.remi-cdn",
          "repo.epel",
          "repo.remi",
          "repo.microsoft",
          "repo.nodesource",
          "console.resources",
          "client.cdn",
          "client.management",
          "patch.cdn",
          "libraries.google",
          "libraries.google-fonts",
          "libraries.github",
          "libraries.github-assets",
          "libraries.github-archives",
          "mail.smtp");

  @Test
  void holdsEveryRow() throws Exception {
    Catalogue table = Catalogues.read(Path.of("checks/appsanywhere.yaml"), SomeProtocols.table());
    assertEquals(ROWS, table.rules().stream().map(RuleTemplate::id).toList());
  }

  @Test
  void isPackedInTheJarTheSame() throws Exception {
    assertEquals(
        ROWS,
        Catalogues.shipped(SomeProtocols.table()).rules().stream().map(RuleTemplate::id).toList());
  }

  @Test
  void everyRowSaysWhatItIsForAndWhatToDo() throws Exception {
    for (RuleTemplate rule : Catalogues.shipped(SomeProtocols.table()).rules()) {
      assertFalse(rule.usage().isBlank(), rule.id());
      assertTrue(rule.advice().text().endsWith("."), rule.id());
      assertTrue(rule.note().isEmpty() || rule.note().endsWith("."), rule.id());
      assertFalse(rule.probing().to().isEmpty(), rule.id());
    }
  }
}
