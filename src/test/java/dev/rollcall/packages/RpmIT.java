package dev.rollcall.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rpm, as rpm itself shows it. Needs rpm. */
@Tag("packages")
class RpmIT {
  private static final int CONFIGURATION = 1;
  private static final int NOREPLACE = 1 << 4;

  private static String file;
  private static Map<String, Packages.Entry> entries;

  @BeforeAll
  static void list() throws Exception {
    file = Packages.file(".rpm").toString();
    entries = new TreeMap<>();
    for (String line :
        query(
                "[%{FILEMODES:perms} %{FILEUSERNAME}/%{FILEGROUPNAME} %{FILENAMES}"
                    + " %{FILELINKTOS}\\n"
                    + "]")
            .lines()
            .toList()) {
      String[] fields = line.split(" ", 4);
      entries.put(fields[2], new Packages.Entry(fields[0], fields[1], fields[3]));
    }
  }

  private static String query(String format) throws Exception {
    return Packages.run("rpm", "-qp", "--nosignature", "--queryformat", format, file);
  }

  @Test
  void everyFileIsRootsAndNobodyElseCanWriteIt() {
    entries.forEach(
        (path, entry) -> {
          // Libraries can be run, as these distributions have them.
          String mode = path.endsWith(".so") ? "-rwxr-xr-x" : Packages.expected(path, entry).mode();
          assertEquals(mode, entry.mode(), path);
          assertEquals("root/root", entry.owner(), path);
        });
  }

  @Test
  void holdsEachOfThese() throws Exception {
    Packages.assertInstalled(entries.keySet());
    assertTrue(entries.containsKey("/usr/share/zsh/site-functions/_rollcall"));
    assertEquals("../lib/rollcall/rollcall", entries.get("/usr/bin/rollcall").target());
  }

  @Test
  void theSiteFileIsTheOwnersConfiguration() throws Exception {
    Map<String, Integer> flags = new TreeMap<>();
    for (String line : query("[%{FILENAMES} %{FILEFLAGS:octal}\\n]").lines().toList()) {
      int flag = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1), 8);
      if ((flag & CONFIGURATION) != 0) {
        flags.put(line.substring(0, line.lastIndexOf(' ')), flag & NOREPLACE);
      }
    }
    assertEquals(Map.of("/etc/rollcall/site.yaml", NOREPLACE), flags);
  }

  @Test
  void requiresTheOldCLibraryAndStartsNothing() throws Exception {
    String requires = Packages.run("rpm", "-qp", "--nosignature", "--requires", file);
    assertTrue(requires.contains("libc.so.6(GLIBC_2.17)(64bit)"), requires);
    String scripts = Packages.run("rpm", "-qp", "--nosignature", "--scripts", file);
    assertFalse(scripts.matches("(?s).*systemctl (--\\S+ )*(enable|start|restart).*"), scripts);
    for (String path : entries.keySet()) {
      assertFalse(path.matches("/etc/(cron|systemd|init|xdg).*|.*\\.wants/.*"), path);
    }
  }
}
