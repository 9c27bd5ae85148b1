-- A service that an organization removed from its list: nobody is given it any more, whatever list a writer went by.
alter table service_seats add column removed boolean not null default false;
