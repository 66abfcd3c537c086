/** Search and bell, at the end of the bar of live work, or in the rail. */
import { SearchButton } from '../features/command/SearchButton.tsx';
import { NoticeBell } from '../features/notices/NoticeBell.tsx';

export function ShellTools({ place }: { place: 'bar' | 'rail' }) {
  return (
    <>
      <SearchButton place={place} />
      <NoticeBell place={place} />
    </>
  );
}
