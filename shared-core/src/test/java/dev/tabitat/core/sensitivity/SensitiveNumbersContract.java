package dev.tabitat.core.sensitivity;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;

/**
 * Numbers as people write them: any separator, digits of any script, letters and other numbers around. All numbers are
 * made up or published examples.
 */
public final class SensitiveNumbersContract implements Contract {

    /** A text, and what its redaction must not have. */
    private static final String[][] REMOVED = {
            {"Charge 4111.2222.3333.4448 please.", "4111.2222.3333.4448"},
            {"Charge 4111\u20092222\u20093333\u20094448 please.", "4111\u20092222\u20093333\u20094448"},
            {"card:4111222233334448exp0927", "4111222233334448"},
            {"PAN_4111222233334448_x", "4111222233334448"},
            {"Card 4111  2222  3333  4448 ok", "4111  2222  3333  4448"},
            {"Card 41112222\n33334448 ok", "33334448"},
            {"Card \uff14\uff11\uff11\uff11\uff12\uff12\uff12\uff12\uff13\uff13\uff13\uff13\uff14\uff14\uff14\uff18 ok",
                    "\uff14\uff11\uff11\uff11\uff12\uff12\uff12\uff12\uff13\uff13\uff13\uff13\uff14\uff14\uff14\uff18"},
            {"Card 4111  2222  3333  4448 x", "4111  2222  3333  4448"},
            {"Card 4111\t2222\t3333\t4448 x", "4111\t2222\t3333\t4448"},
            {"Card 4111_2222_3333_4448 x", "4111_2222_3333_4448"},
            {"Card 4111\u20132222\u20133333\u20134448 x", "4111\u20132222\u20133333\u20134448"},
            {"Card 4111\u20112222\u20113333\u20114448 x", "4111\u20112222\u20113333\u20114448"},
            {"Card 4111 - 2222 - 3333 - 4448 x", "4111 - 2222 - 3333 - 4448"},
            {"Card 4111/2222/3333/4448 x", "4111/2222/3333/4448"},
            {"Card 4111\u202f2222\u202f3333\u202f4448 x", "4111\u202f2222\u202f3333\u202f4448"},
            {"Card 4111\u200b2222\u200b3333\u200b4448 x", "4111\u200b2222\u200b3333\u200b4448"},
            {"Card 4111\n2222\n3333\n4448 x", "4111\n2222\n3333\n4448"},
            {"Nr4111222233334448", "4111222233334448"},
            {"x4111222233334448", "4111222233334448"},
            {"Pay to IBANDE62370400440532013001, thanks.", "DE62370400440532013001"},
            {"DE62370400440532013001failed", "DE62370400440532013001"},
            {"Pay DE623704\u200b00440532013001 ok", "00440532013001"},
            {"IBANDE62370400440532013001", "DE62370400440532013001"},
            {"IBAN: DE62  3704  0044  0532  0130  01", "DE62  3704  0044  0532  0130  01"},
            {"DE62.3704.0044.0532.0130.01", "DE62.3704.0044.0532.0130.01"},
            {"DE62\t3704\t0044\t0532\t0130\t01", "DE62\t3704\t0044\t0532\t0130\t01"},
            {"DE62370400440532013001_x", "DE62370400440532013001"},
            {"xDE62370400440532013001", "DE62370400440532013001"},
            {"DE62\u200b3704\u200b0044\u200b0532\u200b0130\u200b01",
                    "DE62\u200b3704\u200b0044\u200b0532\u200b0130\u200b01"},
            {"DE 62 3704 0044 0532 0130 01", "3704 0044 0532 0130 01"},
            {"SSN: 123 45 6789", "123 45 6789"},
            {"USt-IdNr. DE136695976", "DE136695976"},
            {"Passport No. C01X00T47", "C01X00T47"},
            {"Aadhaar 2345 6789 0124", "2345 6789 0124"},
            {"Client ::1 logged in twice.", "::1"},
            {"::1", "::1"},
            {"host ::1 up", "::1"},
            {"[::1]:8080", "::1"},
            {"::", "::"},
            {"010.001.001.001", "010.001.001.001"},
            {"ip-10-0-0-1.ec2", "10-0-0-1"},
            {"10.0.0[.]1", "10.0.0[.]1"},
            {"00:1A:2B:3C:4D:5E", "00:1A:2B:3C:4D:5E"}};

    /** A text, and what its redaction must still have. */
    private static final String[][] KEPT = {
            {"My SSN is 123-45-6789 2024", " 2024"}, {"PESEL 44051401359 12 x", " 12 x"},
            {"Version 1.2.3.4 and v10.0.0.1", "Version 1.2.3.4 and v10.0.0.1"},
            {"a[::2], std::string::size_type, ::std::cout", "a[::2], std::string::size_type, ::std::cout"},
            {"at 12:30:45, 3:4:5", "at 12:30:45, 3:4:5"},
            {"ISBN 978-3-16-148410-0, 1,234,567,890,123.45, 3.14159265358979323846",
                    "ISBN 978-3-16-148410-0, 1,234,567,890,123.45, 3.14159265358979323846"},
            {"550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440000"},
            {"4111 1111 1111 1112", "4111 1111 1111 1112"},
            {"Order 1234567890123456 of 2024-11-30T05:46:38", "Order 1234567890123456 of 2024-11-30T05:46:38"},
            {"1.2.3.4.5 and 1.2.3", "1.2.3.4.5 and 1.2.3"},
            {"Part 123-45-6789-1", "Part 123-45-6789-1"},
            {"without a check, DE89370400440532013001", "DE89370400440532013001"},
            {"Use std::vector and abc::def here.", "std::vector"},
            {"Use std::vector and abc::def here.", "abc::def"},
            {"Ratio a::b or dead::: bad.", "a::b"},
            {"abc::def", "abc::def"},
            {"bed::face", "bed::face"},
            {"fade::cafe", "fade::cafe"},
            {"1.2.3.4-beta", "1.2.3.4-beta"},
            {"Section 1.2.3.4", "1.2.3.4"}};

    /** A number in its groups, behind words that announce it. */
    private static final String[][] NUMBERS = {{"My card is ", "4111", "2222", "3333", "4448"},
            {"Amex: ", "3782", "822463", "10005"}, {"to ", "DE62", "3704", "0044", "0532", "0130", "01"},
            {"to ", "EG38", "0019", "0005", "0000", "0000", "2631", "8000", "2"},
            {"to ", "BY13", "NBRB", "3600", "9000", "0000", "2Z00", "AB00"}, {"My SSN is ", "123", "45", "6789"},
            {"PESEL ", "440", "514", "01359"}, {"Steuer-ID: ", "86", "095", "742", "719"},
            {"BSN ", "1112", "22", "333"}, {"AHV ", "756", "9217", "0769", "85"}, {"NHS number ", "943", "476", "5919"},
            {"personnummer ", "811228", "9874"}, {"NIR ", "2", "55", "08", "14", "168", "025", "38"},
            {"NIR ", "1", "85", "05", "2A", "123", "456", "33"}, {"CPF ", "529", "982", "247", "25"},
            {"NINO ", "AB", "12", "34", "56", "C"}, {"Aadhaar ", "2345", "6789", "0124"},
            {"DNI ", "12", "345", "678", "Z"}};
    private static final String[] SEPARATORS = {"", " ", "  ", "   ", "\t", "\n", "\r\n", "\u00a0", "\u202f", "\u2009",
            "\u200a", "\u3000", "-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212",
            "\ufe63", "\uff0d", " - ", " \u2013 ", ".", "\uff0e", "/", "_", "\u200b", "\u200c", "\u2060", "\ufeff",
            "\u00ad", " \u200b ", "\u200b-"};
    private static final String[] BEHIND = {"", ".", ", thanks", " 2024", " 12345", " 2024-11-30", "; 7", "\n2024",
            " x", "x", "failed", "_x", ")", "\u4e2d", "\ud83d\ude00", " 1.5", "/2024", "-beta"};
    private static final String[] BEFORE = {"", "(", "2024 ", "No 7, ", "id=", "\u4e2d\u6587 ", "\ud83d\ude00",
            "12345 - "};
    private static final int[] ZEROS = {'0', 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10, 0x1d7ce, 0x1d7f6};

    @Override
    public String name() {
        return "sensitivity: numbers in any grouping and script";
    }

    @Override
    public void run(Check check) {
        for (String[] one : REMOVED) {
            String text = Redaction.of(one[0]).text();
            check.isTrue("not without \"" + one[1] + "\": " + text, !text.contains(one[1]));
        }
        for (String[] one : KEPT) {
            String text = Redaction.of(one[0]).text();
            check.isTrue("not with \"" + one[1] + "\": " + text, text.contains(one[1]));
        }
        for (String[] number : NUMBERS) {
            for (String separator : SEPARATORS) {
                for (String behind : BEHIND) {
                    removed(check, number, separator, "", behind, '0');
                }
                for (String before : BEFORE) {
                    removed(check, number, separator, before, " 2024", '0');
                }
            }
            for (int zero : ZEROS) {
                removed(check, number, " ", "", " ok", zero);
                removed(check, number, "", "", " ok", zero);
            }
        }
    }

    private static void removed(Check check, String[] number, String separator, String before, String behind,
            int zero) {
        StringBuilder whole = new StringBuilder();
        for (int i = 1; i < number.length; i++) {
            whole.append(i == 1 ? "" : separator);
            number[i].chars().forEach(c -> whole.appendCodePoint(c >= '0' && c <= '9' ? c - '0' + zero : c));
        }
        String text = before + number[0] + whole + behind;
        Redaction redaction = Redaction.of(text);
        boolean isCovered = redaction.found().stream()
                .anyMatch(one -> one.start() <= before.length() + number[0].length()
                        && one.end() >= text.length() - behind.length());
        check.isTrue("whole number found in \"" + text + "\": " + redaction.text(), isCovered);
        check.equal("restored", text, redaction.fill(redaction.text()));
    }
}
