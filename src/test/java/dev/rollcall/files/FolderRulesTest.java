package dev.rollcall.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which folders are used, by whom. */
class FolderRulesTest {
  @TempDir private Path folder;

  /** Owners and modes of {@code /}, {@code /1} and so on: {@code 0:755 1000:700}. */
  private static List<UnixFile> way(String text) {
    List<UnixFile> way = new ArrayList<>();
    Path at = Path.of("/");
    for (String part : text.split(" ", -1)) {
      String[] fields = part.split(":", -1);
      int mode = 0040000 | Integer.parseInt(fields[1], 8);
      way.add(new UnixFile(at, Integer.parseInt(fields[0]), mode, 2));
      at = at.resolve(Integer.toString(way.size()));
    }
    return way;
  }

  private static String refused(String way, boolean root) {
    List<UnixFile> all = way(way);
    try {
      FolderRules.check(all, all.get(all.size() - 1).path(), root);
      return "";
    } catch (IOException e) {
      return String.valueOf(e.getMessage()).replaceAll("(: [a-z]+ [a-z]+ [a-z]+).*", "$1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Of root's own, of a service in /var/lib, of the user himself.
    "0:755 0:755 0:700, '', ''",
    "0:755 0:755 0:755 998:750, '', ''",
    "0:755 0:755 1000:755 1000:700, '/1/2: this folder belongs', ''",
    // In /tmp: the user's own, and another user's that root would take for its own.
    "0:755 0:1777 0:700, '', ''",
    "0:755 0:1777 1000:700, '/1/2: this folder belongs', ''",
    "0:755 0:1777 0:755 1000:700, '/1/2/3: this folder belongs', ''",
    // A folder above in which every user may put another one in its place.
    "0:755 0:777 0:700, '/1: every user may', ''",
    // The folder itself is everybody's.
    "0:755 0:755 0:777, '/1/2: every user may', '/1/2: every user may'",
    "0:755 0:755 0:1777, '/1/2: every user may', '/1/2: every user may'",
    "0:755 0:755 1000:702, '/1/2: every user may', '/1/2: every user may'",
    // A group is trusted.
    "0:755 0:2775 0:775, '', ''"
  })
  void aHistorysFolder(String way, String root, String user) {
    assertEquals(root, refused(way, true));
    assertEquals(user, refused(way, false));
  }

  @Test
  void theRemedyNeverChangesTmp() {
    List<UnixFile> tmp = way("0:755 0:1777");
    assertEquals(
        "/1: every user may write to this folder, so its content cannot be trusted: name a"
            + " folder of your own in it",
        assertThrows(UnsafePathException.class, () -> FolderRules.check(tmp, Path.of("/1"), false))
            .getMessage());
  }

  @Test
  void linksLeadToWhereTheSystemSaysTheyDo() throws IOException {
    Path real = Files.createDirectories(folder.resolve("a/b")).toRealPath();
    Files.createSymbolicLink(folder.resolve("a/up"), Path.of("../a/./b"));
    Files.createSymbolicLink(folder.resolve("far"), folder.resolve("a/up"));
    for (String way : List.of("a/b", "a/up", "far", "far/../b", "a/up/../../far")) {
      assertEquals(real, Links.resolve(folder.resolve(way)), way);
      assertEquals(real.resolve("new/x"), Links.resolve(folder.resolve(way + "/new/x")), way);
    }
    Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThrows(IOException.class, () -> Links.resolve(folder.resolve("loop/x"), false));
  }

  /** As root meets it: everybody may put links into the folder. */
  @Test
  void rootFollowsNoLinkThatAnotherUserCanChange() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    assertEquals(0, new ProcessBuilder("chmod", "777", open.toString()).start().waitFor());
    Path link = Files.createSymbolicLink(open.resolve("link"), folder);
    String said =
        String.valueOf(
            assertThrows(UnsafePathException.class, () -> Links.resolve(link, true)).getMessage());
    assertTrue(said.startsWith(link.toRealPath().resolve("open/link") + ": this is a sym"), said);
    assertEquals(folder.toRealPath(), Links.resolve(link, false));
  }

  @Test
  void whatAStrangersLinkLeadsToIsNotTheTarget() throws IOException {
    Path real = folder.toRealPath();
    Path mine = Files.writeString(real.resolve("mine"), "");
    Path link = Files.createSymbolicLink(real.resolve("link"), mine);
    Path way = Files.createSymbolicLink(real.resolve("way"), real).resolve("link");
    assertEquals(mine, Links.target(way, (at, in) -> false));
    assertEquals(
        link,
        Links.target(way, (at, in) -> at.path().equals(link) && in.path().equals(real)),
        "the link itself is replaced");
    Path own = Files.createSymbolicLink(real.resolve("own"), link);
    assertEquals(
        link,
        Links.target(own, (at, in) -> at.path().equals(link)),
        "also where one's own link leads to it");
    UnsafePathException refused =
        assertThrows(
            UnsafePathException.class,
            () -> Links.target(way, (at, in) -> at.path().equals(way.getParent())));
    assertEquals(
        way.getParent()
            + ": this is a symbolic link of another user, which is not followed: name the file or"
            + " folder that it leads to",
        refused.getMessage());
  }

  /** Else another user could lead this one to overwrite its own files. */
  @ParameterizedTest
  @CsvSource({
    // The folder's owner and mode, the link's owner: this user is 1000.
    "0, 1777, 1001, true",
    "0, 777, 1001, true",
    "0, 1777, 1000, false",
    "0, 1777, 0, false",
    "1001, 1777, 1001, false",
    "0, 755, 1001, false",
    "1000, 775, 1001, false"
  })
  void noLinkOfAStrangerIsFollowed(int owner, String mode, int links, boolean strangers) {
    Path at = Path.of("/1");
    UnixFile in = new UnixFile(at, owner, Integer.parseInt(mode, 8), 1);
    UnixFile link = new UnixFile(at.resolve("link"), links, 0120777, 1);
    assertEquals(strangers, Links.isStrangers(link, in, 1000));
  }
}
