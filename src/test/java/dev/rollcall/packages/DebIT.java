package dev.rollcall.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deb, as Debian's own tool shows it. Needs dpkg-deb. */
@Tag("packages")
class DebIT {
  private static String file;
  private static Map<String, Packages.Entry> entries;

  @TempDir private Path folder;

  @BeforeAll
  static void list() throws Exception {
    file = Packages.file(".deb").toString();
    entries = Packages.listed(Packages.run("dpkg-deb", "-c", file));
  }

  @Test
  void everyFileIsRootsAndNobodyElseCanWriteIt() {
    entries.forEach((path, entry) -> assertEquals(Packages.expected(path, entry), entry, path));
  }

  @Test
  void holdsEachOfThese() throws Exception {
    Packages.assertInstalled(entries.keySet());
    assertTrue(entries.containsKey("/usr/share/zsh/vendor-completions/_rollcall"));
    assertEquals("../lib/rollcall/rollcall", entries.get("/usr/bin/rollcall").target());
  }

  /** A unit's credentials and the mail program are the owner's. */
  @Test
  void whatThePagesAndTheUnitNameIsThere() throws Exception {
    String doc = "/usr/share/doc/rollcall/";
    for (String page :
        List.of(
            doc + "README.md", doc + "monitoring.md", "/usr/lib/systemd/system/rollcall.service")) {
      String text =
          Packages.run("sh", "-c", "dpkg-deb --fsys-tarfile \"$0\" | tar -xO \".$1\"", file, page);
      assertEquals(Set.of(), Packages.missing(text, doc, entries.keySet()), page);
      assertTrue(text.contains("/usr/bin/rollcall"), text);
    }
  }

  @Test
  void theSiteFileIsTheOwnersConfiguration() throws Exception {
    Packages.run("dpkg-deb", "-e", file, folder.toString());
    assertEquals("/etc/rollcall/site.yaml", Files.readString(folder.resolve("conffiles")).strip());
    assertTrue(Packages.run("dpkg-deb", "-f", file, "Depends").contains("libc6 (>= 2.17)"));
  }

  @Test
  void nothingStartsByItself() throws Exception {
    for (String path : entries.keySet()) {
      assertFalse(path.matches("/etc/(cron|systemd|init|xdg).*|.*\\.wants/.*"), path);
    }
    Packages.run("dpkg-deb", "-e", file, folder.toString());
    for (String script : new String[] {"postinst", "prerm", "postrm"}) {
      String text = Files.readString(folder.resolve(script));
      Packages.run("sh", "-n", folder.resolve(script).toString());
      assertFalse(text.matches("(?s).*systemctl (--\\S+ )*(enable|start|restart).*"), text);
    }
  }
}
