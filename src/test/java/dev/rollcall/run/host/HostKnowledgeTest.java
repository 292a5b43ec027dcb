package dev.rollcall.run.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.catalogue.Catalogues;
import dev.rollcall.catalogue.Sites;
import dev.rollcall.catalogue.SomeProtocols;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.plan.HostIdentity;
import dev.rollcall.plan.StandInPlan;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKnowledgeTest {
  private static final String SITE =
      """
      servers: [{name: aa1.uni.edu, address: 192.0.2.7}, localhost]
      service: {url: https://appsanywhere.uni.edu:8443}
      sql: {host: mssql.uni.edu}
      directory: {host: dc1.uni.edu, realm: UNI.EDU}
      files: {unc: '\\\\fs.uni.edu\\packages'}
      """;

  @TempDir private Path folder;

  /** Neither the site file's self nor an address in it says which server this host is. */
  @Test
  void aServerIsRecognisedByTheAddressThatItsNameHas() throws Exception {
    Catalogue table = Catalogues.shipped(SomeProtocols.table());
    Path file = Files.writeString(folder.resolve("site.yaml"), SITE);
    Optional<Site> site = Optional.of(Sites.read(file, table));
    InetAddress here = InetAddress.getByName("localhost");
    HostIdentity found = HostKnowledge.among(site, here);
    assertEquals(Set.of(here), found.addresses());
    assertTrue(found.resolved().get("localhost").contains(here), found::toString);
    StandInPlan plan = StandInPlan.plan(table, site, found, List.of("inbound"));
    assertEquals(Optional.of("localhost"), plan.server());
  }
}
